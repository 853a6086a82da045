import { Button } from 'antd';
import { CircleCheck, CircleHelp, CircleX, TriangleAlert } from 'lucide-react';
import { clock } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import s from './Composer.module.css';
import type { MassCheck, Preflight } from './queries';
import { checkWords } from './words';

const looks = {
  ok: { icon: CircleCheck, className: s.passed },
  warning: { icon: TriangleAlert, className: s.warning },
  stop: { icon: CircleX, className: s.stop },
  unknown: { icon: CircleHelp, className: s.open },
} as const;
const order: MassCheck['state'][] = ['stop', 'warning', 'unknown', 'ok'];

type Props = { preflight: Preflight | null; busy: boolean; onAgain?: (() => void) | undefined };

/** Every check before a send, what stops it first; what only WeChat knows is said to be unknown. */
export function Checks({ preflight, busy, onAgain }: Props) {
  const texts = useTexts('massSends');
  const t = texts.massSends.checks;
  const checks = preflight?.checks.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state)) ?? [];
  return (
    <section className={s.checks} aria-label={t.title} aria-busy={busy}>
      <div>
        <h2>{t.title}</h2>
        {preflight && !busy ? <small className="num">{t.checkedAt({ at: clock(preflight.at) })}</small> : null}
        {onAgain ? (
          <Button size="small" loading={busy} onClick={onAgain}>
            {busy ? t.checking : t.again}
          </Button>
        ) : null}
      </div>
      {checks.length > 0 ? (
        <ul className={s.list}>
          {checks.map((check) => {
            const { icon: Icon, className } = looks[check.state];
            return (
              <li key={check.code} className={className}>
                <Icon size={16} aria-hidden="true" />
                <p className="num">{checkWords(texts, check)}</p>
                {check.state === 'ok' ? (
                  <span className="unseen">{t.states.ok}</span>
                ) : (
                  <em>{t.states[check.state]}</em>
                )}
              </li>
            );
          })}
        </ul>
      ) : (
        <p className={s.hint}>{busy ? t.checking : t.waits}</p>
      )}
    </section>
  );
}
