import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useAccount } from '@/api/accounts';
import type { Entry } from '@/api/client';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { PageHead } from '@/components/PageHead';
import { Time } from '@/components/Time';
import { recallCursor, rememberCursor } from '@/lib/cursor-trail';
import { useTexts } from '@/locales/context';
import s from './audit.module.css';
import { auditPage, auditQuery } from './queries';
import { changes, sentence } from './sentences';

const route = getRouteApi('/shell/settings/audit');

/** Who did what, as sentences. */
export function AuditList() {
  const t = useTexts('audit');
  const a = t.audit;
  const { cursor, page = 1 } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useQuery(auditQuery(cursor));
  const open = (to: number, at: string) => {
    rememberCursor('audit', to, at);
    void navigate({ search: to > 1 && at ? { cursor: at, page: to } : {} });
  };
  const next = list.data?.next_cursor;
  const columns: Column<Entry>[] = [
    { key: 'at', title: a.columns.at, width: '130px', render: (entry) => <Time at={entry.at} /> },
    { key: 'what', title: a.columns.what, render: (entry) => <Sentence entry={entry} /> },
    {
      key: 'from',
      title: a.columns.address,
      width: '170px',
      render: (entry) => <span className={`${s.quiet} num`}>{entry.address ?? ''}</span>,
    },
  ];
  return (
    <>
      <PageHead title={a.title} desc={a.desc} />
      <div className={s.body}>
        <DataTable
          label={a.title}
          what={a.what}
          columns={columns}
          rows={list.data?.items}
          query={list}
          rowKey={(entry) => entry.id}
          rowName={(entry) => sentence(t, entry)}
          rowHeight={54}
          paging={
            list.data
              ? {
                  page,
                  size: auditPage,
                  total: list.data.total,
                  totalMore: list.data.total_more,
                  onPrevious: page > 1 ? () => open(page - 1, recallCursor('audit', page - 1) ?? '') : undefined,
                  onNext: next ? () => open(page + 1, next) : undefined,
                }
              : undefined
          }
          empty={<EmptyState drawing="audit" title={a.empty.title} text={a.empty.text} />}
        />
      </div>
    </>
  );
}

function Sentence({ entry }: { entry: Entry }) {
  const t = useTexts('audit');
  const a = t.audit;
  const account = useAccount(entry.app_id ?? '');
  return (
    <div className={s.entry}>
      <p>{sentence(t, entry)}</p>
      {entry.app_id ? <p className={s.quiet}>{a.inAccount({ name: account?.name ?? entry.app_id })}</p> : null}
      {changes(entry, t).map((change) => (
        <p key={change.what} className={s.change}>
          {change.what ? <span className={s.quiet}>{change.what}</span> : null}
          {change.before === undefined ? null : (
            <>
              <del>{change.before || a.nothing}</del>
              <span aria-hidden="true">→</span>
            </>
          )}
          <ins>{change.after || a.nothing}</ins>
        </p>
      ))}
    </div>
  );
}
