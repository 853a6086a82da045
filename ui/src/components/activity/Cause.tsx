import { Link } from '@tanstack/react-router';
import type { UsedBy } from '@/api/client';
import { useTexts } from '@/locales/context';
import s from './activity.module.css';

type Props = { appId: string; cause: UsedBy };

/** What answered a push or sends a message, with the way to it. */
export function Cause({ appId, cause }: Props) {
  const { activity: t } = useTexts('activity');
  const kind = t.causes[cause.kind] ?? cause.kind;
  const name = cause.name || t.causeGone;
  return (
    <span className={s.cause}>
      {cause.name && cause.kind === 'reply_rule' ? (
        <Link
          className="link"
          to="/accounts/$appId/reply-rules"
          params={{ appId }}
          search={{ rule: cause.id }}
          title={t.openCause({ kind, name })}
        >
          {name}
        </Link>
      ) : cause.name && cause.kind === 'qrcode' ? (
        <Link
          className="link"
          to="/accounts/$appId/qrcodes"
          params={{ appId }}
          search={{ code: cause.id }}
          title={t.openCause({ kind, name })}
        >
          {name}
        </Link>
      ) : cause.name && cause.kind === 'journey' ? (
        <Link
          className="link"
          to="/accounts/$appId/journeys/$id"
          params={{ appId, id: cause.id }}
          title={t.openCause({ kind, name })}
        >
          {name}
        </Link>
      ) : (
        <span title={name}>{name}</span>
      )}
      <small>{kind}</small>
    </span>
  );
}
