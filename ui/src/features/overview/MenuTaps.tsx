import { Link } from '@tanstack/react-router';
import type { Overview } from '@/api/client';
import { Card } from '@/components/Card';
import { useTexts } from '@/locales/context';
import s from './overview.module.css';

type Props = { appId: string; overview: Overview | undefined };

/** The buttons of the menu that were tapped most in the last 7 days. */
export function MenuTaps({ appId, overview }: Props) {
  const o = useTexts('overview').overview;
  const buttons = overview?.reach.buttons;
  const most = Math.max(1, ...(buttons ?? []).map((button) => button.taps));
  return (
    <Card
      title={o.menuTaps}
      aside={
        <>
          <span>{o.days7}</span>
          <Link className="link" to="/accounts/$appId/menu" params={{ appId }}>
            {o.toMenu}
          </Link>
        </>
      }
    >
      {buttons?.length === 0 ? <p className={s.quiet}>{o.noTaps}</p> : null}
      {buttons ? (
        <ul className={s.quotas}>
          {buttons.map((button) => (
            <li key={`${button.over}/${button.name}`}>
              <span title={button.name}>{button.over ? `${button.over} › ${button.name}` : button.name}</span>
              <span className={s.track} aria-hidden="true">
                <i style={{ width: `${(button.taps / most) * 100}%` }} />
              </span>
              <b className="num">{o.times({ n: button.taps })}</b>
            </li>
          ))}
        </ul>
      ) : (
        <i className={s.ghost} />
      )}
    </Card>
  );
}
