import type { Quota } from '@/api/client';
import { usedShare } from '@/api/quotas';
import { type Column, DataTable, type Loading } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { QuotaMeter } from '@/components/QuotaMeter';
import { clock } from '@/lib/dates';
import { count } from '@/lib/numbers';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import { forecast } from './forecast';
import s from './quotas.module.css';

type Props = { quotas: readonly Quota[] | undefined; query: Loading };

/** Each interface: used of how much, by whom, and where it is heading. */
export function QuotaTable({ quotas, query }: Props) {
  const t = useTexts('quotas');
  const q = t.quotas;
  const names = q.names as Record<string, string | undefined>;
  const name = (quota: Quota) => names[quota.path] ?? quota.path;
  const rows = quotas && [...quotas].sort((a, b) => (usedShare(b) ?? -1) - (usedShare(a) ?? -1) || b.used - a.used);
  const columns: Column<Quota>[] = [
    {
      key: 'api',
      title: q.columns.api,
      render: (quota) => (
        <div className={s.api}>
          <b>{name(quota)}</b>
          {names[quota.path] ? <code title={quota.path}>{quota.path}</code> : null}
        </div>
      ),
    },
    {
      key: 'used',
      title: (
        <>
          {q.columns.used} <span className={s.legend}>{q.legend}</span>
        </>
      ),
      width: '30%',
      render: (quota) => <Used quota={quota} name={name(quota)} />,
    },
    {
      key: 'left',
      title: q.columns.left,
      width: '92px',
      align: 'end',
      render: (quota) => <b className={`${s.left} num`}>{quota.limit > 0 ? count(quota.left) : q.unknown}</b>,
    },
    { key: 'by', title: q.columns.by, width: '18%', render: (quota) => <By quota={quota} /> },
    { key: 'forecast', title: q.columns.forecast, width: '14%', render: (quota) => <Outlook quota={quota} /> },
  ];
  return (
    <DataTable
      label={q.table}
      what={q.what}
      columns={columns}
      rows={rows}
      query={query}
      rowKey={(quota) => quota.path}
      rowName={name}
      rowHeight={58}
      empty={<EmptyState drawing="quota" title={q.empty.title} text={q.empty.text} />}
    />
  );
}

function Used({ quota, name }: { quota: Quota; name: string }) {
  const q = useTexts('quotas').quotas;
  const share = usedShare(quota) ?? 0;
  const warning = share >= 1 ? q.full : share >= 0.9 ? q.warn90 : share >= 0.7 ? q.warn70 : undefined;
  return (
    <div className={s.used}>
      <QuotaMeter label={name} used={quota.used} limit={quota.limit} marks />
      <p className="num">
        {count(quota.used)}
        {quota.limit > 0 ? <span className={s.quiet}> / {count(quota.limit)}</span> : null}
        {quota.limit > 0 && !quota.limit_known ? (
          <span className={s.quiet} title={q.documentedHint}>
            {' '}
            · {q.documented}
          </span>
        ) : null}
        {warning ? <em className={share >= 0.9 ? s.danger : s.warn}>{warning}</em> : null}
        {quota.blocked_until ? <em className={s.danger}>{q.blocked({ at: clock(quota.blocked_until) })}</em> : null}
      </p>
    </div>
  );
}

function By({ quota }: { quota: Quota }) {
  const q = useTexts('quotas').quotas;
  const parts = [
    quota.by_people > 0 ? q.people({ n: quota.by_people }) : '',
    quota.by_jobs > 0 ? q.jobs({ n: quota.by_jobs }) : '',
  ].filter(Boolean);
  if (parts.length === 0 && quota.others === 0) return <span className={s.quiet}>{q.nobody}</span>;
  return (
    <span className={`${s.by} num`}>
      {parts.join(' · ')}
      {quota.others > 0 ? (
        <span className={s.others} title={q.othersHint}>
          {q.others({ n: quota.others })}
        </span>
      ) : null}
    </span>
  );
}

function Outlook({ quota }: { quota: Quota }) {
  const q = useTexts('quotas').quotas;
  const now = useNow();
  const f = forecast(quota, new Date(now));
  if (quota.used === 0) return <span className={s.quiet}>–</span>;
  if (f.kind === 'unknown') return <span className={s.quiet}>{q.forecastTooEarly}</span>;
  if (f.kind === 'over') {
    return <span className={`${s.over} num`}>{q.forecastOver({ n: f.calls, at: clock(f.at) })}</span>;
  }
  return <span className={`${s.quiet} num`}>{q.forecast({ n: f.calls })}</span>;
}
