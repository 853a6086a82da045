import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { asApiError } from '@/api/errors';
import { useMay } from '@/api/session';
import { PageHead } from '@/components/PageHead';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import { Clashes } from './Clashes';
import { DeleteRule } from './DeleteRule';
import { FoundBanner } from './FoundBanner';
import { filtered, losers } from './filter';
import { KindTabs } from './KindTabs';
import { type ReplyRule, rulesQuery, useSwitchRule } from './queries';
import s from './ReplyRuleList.module.css';
import { RulesEmpty } from './RulesEmpty';
import { RuleTable } from './RuleTable';
import { RuleToolbar } from './RuleToolbar';
import type { RuleSearch } from './search';
import { TryBox } from './TryBox';
import { useTrial } from './use-trial';

const RuleDrawer = lazy(() => import('./RuleDrawer').then((m) => ({ default: m.RuleDrawer })));
const ImportDialog = lazy(() => import('./ImportDialog').then((m) => ({ default: m.ImportDialog })));

const route = getRouteApi('/shell/accounts/$appId/reply-rules');

/** 自动回复: the rules that answer followers, and a box to try them. */
export function ReplyRuleList() {
  const { appId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = (change: Partial<RuleSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  return <Page key={appId} appId={appId} search={search} onSearch={onSearch} />;
}

type Props = { appId: string; search: RuleSearch; onSearch: (change: Partial<RuleSearch>) => void };

function Page({ appId, search, onSearch }: Props) {
  const texts = useTexts('replyRules');
  const t = texts.replyRules;
  const may = useMay('operator');
  const rules = useQuery(rulesQuery(appId));
  const trial = useTrial(appId);
  const onSwitch = useSwitching(appId);
  const seen = useSeen(search);
  const [deleting, setDeleting] = useState<{ open: boolean; rule?: ReplyRule }>({ open: false });

  const kind = search.kind ?? 'keyword';
  const all = rules.data?.items;
  const clashes = rules.data?.clashes ?? [];
  const ofKind = all?.filter((rule) => rule.kind === kind);
  const rows = ofKind && filtered(ofKind, search, clashes);
  const narrowed = Boolean(search.q || search.state);
  const open = (rule: ReplyRule) => onSearch({ rule: rule.id });
  const begin = (change: Partial<RuleSearch> = {}) => onSearch({ rule: 'new', ...change });
  return (
    <>
      <PageHead
        title={t.title}
        desc={t.lead}
        actions={
          may ? (
            <Button type="primary" icon={<Plus size={15} aria-hidden="true" />} onClick={() => begin()}>
              {t.create}
            </Button>
          ) : undefined
        }
      />
      <div className={s.banner}>
        <FoundBanner appId={appId} rules={all} onLook={() => onSearch({ panel: 'import' })} />
      </div>
      <div className={s.columns}>
        <div className={s.main}>
          <KindTabs
            kind={kind}
            rules={all}
            onKind={(next) => onSearch({ kind: next, q: undefined, state: undefined })}
          />
          <section className={s.panel} id="rules-panel" role="tabpanel" aria-labelledby={`rules-${kind}`}>
            <p className={s.lead}>{t.kindLeads[kind]}</p>
            {kind === 'keyword' ? <Clashes clashes={clashes} rules={all ?? []} onOpen={open} /> : null}
            {ofKind && ofKind.length > 0 ? (
              <RuleToolbar search={search} rules={ofKind} clashing={clashes.length > 0} onSearch={onSearch} />
            ) : null}
            <RuleTable
              kind={kind}
              rows={rows}
              query={rules}
              q={search.q ?? ''}
              losing={losers(clashes)}
              openId={search.rule}
              filter={
                narrowed && ofKind && ofKind.length > 0
                  ? { search: search.q, onClear: () => onSearch({ q: undefined, state: undefined }) }
                  : undefined
              }
              empty={<RulesEmpty kind={kind} onCreate={may ? () => begin() : undefined} />}
              onOpen={open}
              onSwitch={onSwitch}
              onCopy={(rule) => begin({ copy: rule.id })}
              onTry={(rule) => trial.ask(rule.keywords[0]?.text ?? '')}
              onDelete={(rule) => setDeleting({ open: true, rule })}
            />
          </section>
        </div>
        <TryBox
          appId={appId}
          trial={trial}
          onOpen={(id) => onSearch({ rule: id })}
          onCreate={may ? (word) => begin({ kind: 'keyword', word }) : undefined}
        />
      </div>
      <DeleteRule appId={appId} {...deleting} onClose={() => setDeleting((now) => ({ ...now, open: false }))} />
      <Suspense>
        {seen.rule ? (
          <RuleDrawer
            appId={appId}
            search={search}
            onClose={() => onSearch({ rule: undefined, copy: undefined, word: undefined })}
          />
        ) : null}
        {seen.panel ? (
          <ImportDialog
            appId={appId}
            open={search.panel === 'import'}
            rules={all}
            onClose={() => onSearch({ panel: undefined })}
          />
        ) : null}
      </Suspense>
    </>
  );
}

/** Switches a rule, with a way back, and says why where it cannot be. */
function useSwitching(appId: string) {
  const texts = useTexts('replyRules');
  const t = texts.replyRules;
  const { message } = App.useApp();
  const toast = useUndoToast();
  const change = useSwitchRule(appId);
  const failed = (error: unknown) => {
    const { title, cure } = failureWords(texts, asApiError(error).failure);
    void message.error(`${title} · ${cure}`, 6);
  };
  return ({ id, name }: ReplyRule, on: boolean) =>
    change.mutate(
      { id, on },
      {
        onSuccess: () =>
          toast({
            text: on ? t.turnedOn({ name }) : t.turnedOff({ name }),
            undo: () => change.mutate({ id, on: !on }, { onError: failed }),
          }),
        onError: failed,
      },
    );
}

/** What has been opened once stays mounted, so that closing it gives the focus back; what never was is not loaded. */
function useSeen(search: RuleSearch) {
  const now = { rule: search.rule !== undefined, panel: search.panel !== undefined };
  const [seen, setSeen] = useState(now);
  const next = { rule: seen.rule || now.rule, panel: seen.panel || now.panel };
  if (next.rule !== seen.rule || next.panel !== seen.panel) setSeen(next);
  return next;
}
