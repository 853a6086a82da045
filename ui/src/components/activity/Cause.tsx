import type { UsedBy } from '@/api/client';
import { UseLink } from '@/components/UseLink';
import { useTexts } from '@/locales/context';
import s from './activity.module.css';

type Props = { appId: string; cause: UsedBy };

/** What answered a push or sends a message, with the way to it. */
export function Cause({ appId, cause }: Props) {
  const { activity: t } = useTexts('activity');
  const kind = t.causes[cause.kind] ?? cause.kind;
  return (
    <span className={s.cause}>
      {cause.name ? (
        <UseLink appId={appId} use={cause} title={t.openCause({ kind, name: cause.name })} />
      ) : (
        <span title={t.causeGone}>{t.causeGone}</span>
      )}
      <small>{kind}</small>
    </span>
  );
}
