import { useNavigate } from '@tanstack/react-router';
import { CircleAlert } from 'lucide-react';
import type { Account } from '@/api/client';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/EmptyState';
import { useTexts } from '@/locales/context';
import s from './QRCodeList.module.css';

type Props = {
  account: Account;
  /** There are codes from before: then a strip above them instead of the whole place. */
  some?: boolean;
};

/** Why this account cannot have QR codes with a scene, and what it can do instead. */
export function CannotHave({ account, some }: Props) {
  const { qrcodes } = useTexts('qrcodes');
  const t = qrcodes.cannot;
  const navigate = useNavigate();
  const admin = useMay('admin');
  const subscription = account.kind === 'subscription';
  const why = subscription ? t.subscription : t.unverified;
  if (some) {
    return (
      <p className={s.some}>
        <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" />
        <span>
          {why} {t.kept}
        </span>
      </p>
    );
  }
  const params = { appId: account.app_id };
  const toRules = {
    label: t.toRules,
    onClick: () => void navigate({ to: '/accounts/$appId/reply-rules', params, search: { kind: 'follow' } }),
  };
  const toSettings = {
    label: t.toSettings,
    onClick: () => void navigate({ to: '/settings/accounts/$appId', params }),
  };
  return (
    <EmptyState
      drawing="qrcode"
      title={t.title}
      text={
        <>
          <span className={s.why}>{why}</span>
          {subscription ? null : <span className={s.why}>{t.verify}</span>}
          {t.instead}
        </>
      }
      action={toRules}
      second={admin ? toSettings : undefined}
    />
  );
}
