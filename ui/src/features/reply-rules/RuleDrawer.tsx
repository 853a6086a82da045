import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { useRef } from 'react';
import { asApiError } from '@/api/errors';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import { ruleQuery } from './queries';
import s from './RuleDrawer.module.css';
import { RuleEditor } from './RuleEditor';
import { formValues, newValues } from './rule-form';
import type { RuleSearch } from './search';

type Props = { appId: string; search: RuleSearch; onClose: () => void };

/** The drawer in which a rule is written, changed, or for who may not only read. */
export function RuleDrawer({ appId, search, onClose }: Props) {
  const { replyRules: t, actions } = useTexts('replyRules');
  const may = useMay('operator');
  const open = search.rule !== undefined;
  // While it slides away the drawer shows what it showed.
  const last = useRef(search);
  if (open) last.current = search;
  const { rule = 'new', copy, word, kind = 'keyword' } = last.current;
  const label = rule === 'new' ? t.editor.create : may ? t.editor.editing : t.editor.viewing;
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={696}
      title={label}
      closable={{ 'aria-label': actions.close }}
      destroyOnHidden
      aria-label={label}
      styles={{ body: { padding: '20px 28px 0' } }}
    >
      {rule !== 'new' ? (
        <Loaded key={rule} appId={appId} id={rule} onClose={onClose} />
      ) : copy ? (
        <Loaded key={`copy ${copy}`} appId={appId} id={copy} copy onClose={onClose} />
      ) : (
        <RuleEditor appId={appId} initial={newValues(kind, word)} onClose={onClose} />
      )}
    </Drawer>
  );
}

type LoadedProps = { appId: string; id: string; copy?: boolean; onClose: () => void };

/** Reads the rule anew before it is edited: what is saved later must not go back behind it. */
function Loaded({ appId, id, copy, onClose }: LoadedProps) {
  const { replyRules: t } = useTexts('replyRules');
  const query = useQuery({ ...ruleQuery(appId, id), refetchOnWindowFocus: false });
  const rule = query.isFetchedAfterMount ? query.data : undefined;
  if (rule && copy) {
    const values = formValues(rule);
    return <RuleEditor appId={appId} initial={{ ...values, name: t.copyOf({ name: rule.name }) }} onClose={onClose} />;
  }
  if (rule) return <RuleEditor appId={appId} rule={rule} initial={formValues(rule)} onClose={onClose} />;
  if (!query.error) return <Skeleton />;
  return asApiError(query.error).failure.status === 404 ? (
    <EmptyState drawing="lost" title={t.editor.gone} text={t.editor.goneText} />
  ) : (
    <ErrorState what={t.what} error={query.error} onRetry={() => void query.refetch()} />
  );
}

function Skeleton() {
  const { state } = useTexts();
  return (
    <div className={s.ghost} role="status" aria-label={state.loading}>
      <i style={{ height: 56 }} />
      <i style={{ height: 56 }} />
      <i style={{ height: 200 }} />
    </div>
  );
}
