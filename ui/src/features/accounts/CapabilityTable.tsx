import { Ban, CircleCheck, CircleHelp, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { Check, Diagnosis } from '@/api/client';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import s from './CapabilityTable.module.css';

const icons: Record<Check['state'], LucideIcon> = {
  ok: CircleCheck,
  warning: TriangleAlert,
  failed: Ban,
  unknown: CircleHelp,
};

/** What the account can do: each point usable or not, why, and how to get it. */
export function CapabilityTable({ diagnosis }: { diagnosis: Diagnosis }) {
  const t = useTexts('accounts');
  const c = t.accounts.capabilities;
  const names = c.names as Record<string, { name: string; what: string } | undefined>;
  return (
    <table className={s.table} aria-label={c.title}>
      <thead>
        <tr>
          <th scope="col" className={s.what}>
            {c.column.what}
          </th>
          <th scope="col" className={s.state}>
            {c.column.state}
          </th>
          <th scope="col">{c.column.why}</th>
        </tr>
      </thead>
      <tbody>
        {diagnosis.checks.map((check) => {
          const Icon = icons[check.state];
          return (
            <tr key={check.name}>
              <th scope="row">
                {names[check.name]?.name ?? check.name}
                <small>{names[check.name]?.what}</small>
              </th>
              <td>
                <span className={`${s.mark} ${s[check.state]}`}>
                  <Icon size={15} strokeWidth={2} aria-hidden="true" />
                  {c.states[check.state]}
                </span>
              </td>
              <td>
                <Why check={check} />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Why({ check }: { check: Check }) {
  const t = useTexts('accounts');
  const c = t.accounts.capabilities;
  if (!check.problem) {
    const count = Number(check.params?.count ?? Number.NaN);
    const fine = Number.isFinite(count) ? c.fineWithCount({ n: count }) : c.fine;
    return <span className={`${s.quiet} num`}>{check.state === 'unknown' ? c.unknownWhy : fine}</span>;
  }
  const params = { ...check.params, ...check.problem.params };
  const words = failureWords(t, { ...check.problem, params });
  const needs: Record<string, string> = c.needs;
  const cure = check.problem.code === 'wechat.48001' ? (needs[params.needs ?? ''] ?? words.cure) : words.cure;
  return (
    <>
      <b className={s.title}>{words.title}</b>
      <p className={s.cure}>{cure}</p>
      {check.problem.wechat ? (
        <details className={s.details}>
          <summary>{t.actions.details}</summary>
          {t.state.errcode} {check.problem.wechat.errcode} · {check.problem.wechat.errmsg}
          {check.problem.wechat.rid ? ` · ${t.state.rid} ${check.problem.wechat.rid}` : ''}
        </details>
      ) : null}
    </>
  );
}
