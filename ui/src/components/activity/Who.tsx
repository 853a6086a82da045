import { Link } from '@tanstack/react-router';
import { shortOpenId } from '@/lib/openid';
import { useTexts } from '@/locales/context';
import s from './activity.module.css';

type Props = {
  appId: string;
  openId: string | undefined;
  /** Narrows the list to this person; without it the openid leads to the contact. */
  onChoose?: ((openId: string) => void) | undefined;
  /** WeChat speaks for itself: without an openid the row is about nobody, not about somebody who was erased. */
  impersonal?: boolean;
};

/** Whom a row is about, by a short openid. Who unfollowed has none any more. */
export function Who({ appId, openId, onChoose, impersonal }: Props) {
  const { activity: t } = useTexts('activity');
  if (!openId && impersonal) {
    return (
      <span className={s.erased} title={t.impersonalHint}>
        {t.impersonal}
      </span>
    );
  }
  if (!openId) {
    return (
      <span className={s.erased} title={t.erasedHint}>
        {t.erased}
      </span>
    );
  }
  const short = shortOpenId(openId);
  return onChoose ? (
    <button
      type="button"
      className={s.who}
      title={`${t.onlyOf({ who: openId })}`}
      aria-label={t.onlyOf({ who: short })}
      onClick={() => onChoose(openId)}
    >
      {short}
    </button>
  ) : (
    <Link
      className={`link ${s.openid}`}
      to="/accounts/$appId/contacts"
      params={{ appId }}
      search={{ open: openId }}
      title={openId}
    >
      {short}
    </Link>
  );
}
