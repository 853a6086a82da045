import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useAccount } from '@/api/accounts';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import { EditorPage } from './EditorPage';
import s from './EditorPage.module.css';
import { journeyQuery } from './queries';

const ReportPage = lazy(async () => ({ default: (await import('./ReportPage')).ReportPage }));

const route = getRouteApi('/shell/accounts/$appId/journeys/$id');

/** One journey: in the editor, or its figures. */
export function JourneyPage() {
  const { appId, id } = route.useParams();
  const { view } = route.useSearch();
  const { journeys: t } = useTexts('journeys');
  const account = useAccount(appId);
  const query = useQuery(journeyQuery(appId, id));
  // What was kept from an earlier visit may be older than what is saved.
  if (query.data && query.isFetchedAfterMount && account) {
    return view === 'report' ? (
      <Suspense fallback={<Ghost />}>
        <ReportPage appId={appId} journey={query.data} />
      </Suspense>
    ) : (
      <EditorPage key={id} account={account} journey={query.data} />
    );
  }
  if (query.error && query.isFetchedAfterMount) {
    return <ErrorState what={t.one} error={query.error} onRetry={() => void query.refetch()} />;
  }
  return <Ghost />;
}

function Ghost() {
  const { state } = useTexts();
  return (
    <div className={s.ghost} role="status" aria-label={state.loading}>
      <i />
      <i />
    </div>
  );
}
