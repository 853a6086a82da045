import { shortOpenId } from '@/lib/openid';
import { useTexts } from '@/locales/context';
import s from './activity.module.css';

type Props = { openId: string | undefined; onChoose?: ((openId: string) => void) | undefined };

/** Whom a row is about: a short openid, which narrows the list to this person. Who unfollowed has none any more. */
export function Who({ openId, onChoose }: Props) {
  const { activity: t } = useTexts('activity');
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
    <span className={s.openid} title={openId}>
      {short}
    </span>
  );
}
