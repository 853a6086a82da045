import { Link } from '@tanstack/react-router';
import type { Overview } from '@/api/client';
import { Card } from '@/components/Card';
import { LineArea } from '@/components/chart/LineArea';
import { useTexts } from '@/locales/context';
import s from './overview.module.css';

type Props = { appId: string; overview: Overview | undefined };

/** Who began to follow and who left, day by day of the last two weeks. */
export function NewFollowers({ appId, overview }: Props) {
  const o = useTexts('overview').overview;
  const days = overview?.reach.days;
  const sum = (of: 'new' | 'left') => (days ?? []).reduce((n, day) => n + day[of], 0);
  const [came, left] = [sum('new'), sum('left')];
  return (
    <Card
      title={o.newFollowers}
      aside={
        <>
          <span>{o.days14}</span>
          <Link className="link" to="/accounts/$appId/contacts" params={{ appId }}>
            {o.toPeople}
          </Link>
        </>
      }
    >
      {days && came + left === 0 ? <p className={s.quiet}>{o.nobodyCame}</p> : null}
      {days ? (
        came + left > 0 && (
          <LineArea
            caption={o.cameAndLeft({ came, left })}
            data={days.map((day) => ({ label: day.day.slice(5), value: day.new, other: day.left }))}
            names={[o.came, o.left]}
            unit={o.people}
          />
        )
      ) : (
        <i className={`${s.ghost} ${s.tall}`} />
      )}
    </Card>
  );
}
