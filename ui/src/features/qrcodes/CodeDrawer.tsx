import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { type ReactNode, useRef } from 'react';
import { asApiError } from '@/api/errors';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import { CodeDetails } from './CodeDetails';
import s from './CodeDrawer.module.css';
import { CodeEditor } from './CodeEditor';
import { formValues, newValues } from './code-form';
import type { Wanted } from './code-pictures';
import { codeQuery, type QRCode } from './queries';
import type { CodeSearch } from './search';

type Props = {
  appId: string;
  search: CodeSearch;
  /** Whether the account may have codes. */
  able: boolean;
  onSearch: (change: Partial<CodeSearch>) => void;
  onDelete: (code: QRCode) => void;
  onSave: (wanted: Wanted) => void;
};

/** The drawer of one code: what it brought and how it looks; or the form in which it is made and changed. */
export function CodeDrawer({ appId, search, able, onSearch, onDelete, onSave }: Props) {
  const { qrcodes: t, actions } = useTexts('qrcodes');
  const may = useMay('operator');
  const open = search.code !== undefined;
  // While it slides away the drawer shows what it showed.
  const last = useRef(search);
  if (open) last.current = search;
  const { code = 'new', view, copy } = last.current;
  const fresh = code === 'new';
  const edits = may && (fresh || view === 'edit');
  const label = fresh ? t.editor.create : edits ? t.editor.editing : t.detail.label;
  const close = () => onSearch({ code: undefined, view: undefined, copy: undefined, by: undefined });
  const show = (id: string) => onSearch({ code: id, view: undefined, copy: undefined });
  return (
    <Drawer
      open={open}
      onClose={close}
      size={edits ? 1000 : 760}
      title={label}
      closable={{ 'aria-label': actions.close }}
      destroyOnHidden
      aria-label={label}
      styles={{ body: { padding: 0 } }}
    >
      {fresh && !copy ? (
        <CodeEditor appId={appId} initial={newValues()} onDone={show} />
      ) : (
        <Loaded key={`${code} ${copy}`} appId={appId} id={fresh ? (copy ?? '') : code}>
          {(read) =>
            edits ? (
              <CodeEditor
                appId={appId}
                {...(fresh ? { initial: newValues(read) } : { code: read, initial: formValues(read) })}
                onDone={show}
              />
            ) : (
              <CodeDetails
                appId={appId}
                code={read}
                able={able}
                by={search.by ?? 'day'}
                onBy={(by) => onSearch({ by: by === 'hour' ? by : undefined })}
                onEdit={() => onSearch({ view: 'edit' })}
                onCopy={() => onSearch({ code: 'new', copy: read.id, view: undefined })}
                onDelete={() => onDelete(read)}
                onSave={() => onSave({ code: read })}
              />
            )
          }
        </Loaded>
      )}
    </Drawer>
  );
}

type LoadedProps = { appId: string; id: string; children: (code: QRCode) => ReactNode };

/** Reads the code anew before it is shown or edited: what is saved later must not go back behind it. */
function Loaded({ appId, id, children }: LoadedProps) {
  const { qrcodes: t } = useTexts('qrcodes');
  const query = useQuery({ ...codeQuery(appId, id), refetchOnWindowFocus: false });
  const code = query.isFetchedAfterMount ? query.data : undefined;
  if (code) return children(code);
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
      <i style={{ height: 176 }} />
      <i style={{ height: 84 }} />
      <i style={{ height: 240 }} />
    </div>
  );
}
