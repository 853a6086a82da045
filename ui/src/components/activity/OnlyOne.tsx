import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { shortOpenId } from '@/lib/openid';
import { useTexts } from '@/locales/context';
import s from './OnlyOne.module.css';

type Props = { appId: string; openId: string | undefined; onClear: () => void };

/** Tells that a list shows one person only, with the way back to everybody. */
export function OnlyOne({ appId, openId, onClear }: Props) {
  const { activity: t } = useTexts('activity');
  if (!openId) return null;
  return (
    <span className={s.chip}>
      <Link to="/accounts/$appId/contacts" params={{ appId }} search={{ open: openId }} title={openId}>
        {t.ofOne({ who: shortOpenId(openId) })}
      </Link>
      <button type="button" aria-label={t.anybody} title={t.anybody} onClick={onClear}>
        <X size={14} aria-hidden="true" />
      </button>
    </span>
  );
}
