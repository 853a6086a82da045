import { useNavigate, useParams } from '@tanstack/react-router';
import { useAccount } from '@/api/accounts';
import { EmptyState } from '@/components/EmptyState';
import { useTexts } from '@/locales/context';

/** An address that leads nowhere. */
export function NotFound() {
  const t = useTexts();
  const navigate = useNavigate();
  return (
    <EmptyState
      drawing="lost"
      title={t.notFound.title}
      text={t.notFound.text}
      action={{ label: t.notFound.home, onClick: () => void navigate({ to: '/' }) }}
    />
  );
}

/** An address below an account: a page that is not there, or an AppID that no connected account has. */
export function NoPlace() {
  const { appId } = useParams({ strict: false });
  return useAccount(appId ?? '') ? <NotFound /> : <NoAccount />;
}

function NoAccount() {
  const t = useTexts();
  const navigate = useNavigate();
  return (
    <EmptyState
      drawing="lost"
      title={t.noAccount.title}
      text={t.noAccount.text}
      action={{ label: t.account.manage, onClick: () => void navigate({ to: '/settings/accounts' }) }}
    />
  );
}
