import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useAccount } from '@/api/accounts';
import { menuQuery } from '@/api/menu';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import { EditorPage } from './EditorPage';
import s from './EditorPage.module.css';

const route = getRouteApi('/shell/accounts/$appId/menu');

/** The custom menu of an account: its draft in the phone, against what followers see. */
export function MenuPage() {
  const { appId } = route.useParams();
  const { menus: t, state } = useTexts('menus');
  const account = useAccount(appId);
  const query = useQuery(menuQuery(appId));
  // What was kept from an earlier visit may be older than what is saved.
  if (query.data && query.isFetchedAfterMount && account) {
    return <EditorPage key={appId} account={account} state={query.data} />;
  }
  if (query.error && query.isFetchedAfterMount) {
    return <ErrorState what={t.what} error={query.error} onRetry={() => void query.refetch()} />;
  }
  return (
    <div className={s.ghost} role="status" aria-label={state.loading}>
      <i />
      <i />
    </div>
  );
}
