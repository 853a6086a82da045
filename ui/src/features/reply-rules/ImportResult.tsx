import { CircleCheck, CircleMinus } from 'lucide-react';
import { useTexts } from '@/locales/context';
import s from './ImportDialog.module.css';
import type { FoundRule, Takeover } from './queries';

/** What became of each rule: taken over, in part, or not, and why. */
export function ImportResult({ result, found }: { result: Takeover; found: readonly FoundRule[] }) {
  const { replyRules: texts } = useTexts('replyRules');
  const t = texts.found;
  const { rules, skipped } = result;
  const partly = (name: string) => skipped.filter((rule) => rule.partly && rule.name === name);
  const wasOn = (name: string) => found.some((rule) => rule.name === name && rule.on);
  const not = skipped.filter((rule) => !rule.partly);
  return (
    <div role="status">
      <p className={s.result}>{t.result({ n: rules.length })}</p>
      <ul className={s.rules}>
        {rules.map((rule) => (
          <li key={rule.id} className={s.done}>
            <CircleCheck size={16} strokeWidth={1.75} aria-hidden="true" />
            <span>
              <span className="unseen">{t.imported}</span>
              <b>{rule.name}</b>
              <span className={s.kind}>{texts.kinds[rule.kind]}</span>
              {!rule.active && wasOn(rule.name) ? <small>{t.offHere}</small> : null}
              {partly(rule.name).map(({ reason }) => (
                <small key={reason} className={s.left}>
                  {t.leftOut({ what: [t.left[reason]] })}
                </small>
              ))}
            </span>
          </li>
        ))}
        {not.map((rule, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: WeChat's rules have no ids and may share a name
          <li key={i} className={s.done}>
            <CircleMinus size={16} strokeWidth={1.75} aria-hidden="true" />
            <span>
              <b>{rule.name}</b>
              <span className={s.kind}>{t.skipped}</span>
              <small>{t.left[rule.reason]}</small>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
