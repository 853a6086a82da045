import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { useAccount } from '@/api/accounts';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import lists from '@/components/List.module.css';
import { useTexts } from '@/locales/context';
import { massSendQuery } from './queries';

// One of the two is shown; the other's fields or figures are not loaded.
const Composer = lazy(async () => ({ default: (await import('./Composer')).Composer }));
const SendDetail = lazy(async () => ({ default: (await import('./SendDetail')).SendDetail }));

const route = getRouteApi('/shell/accounts/$appId/mass-sends/$id');

/** One mass send: composed while it is a draft that nobody asked to send, else told. */
export function MassSendPage() {
  const { appId, id } = route.useParams();
  const { massSends: t } = useTexts('massSends');
  const account = useAccount(appId);
  const may = useMay('operator');
  const isNew = id === 'new';
  const query = useQuery({ ...massSendQuery(appId, id), enabled: !isNew });
  const send = isNew ? undefined : query.data;
  if (isNew && !may) return <EmptyState drawing="account" title={t.viewerOnly} text={t.viewerOnlyText} />;
  if (account && may && (isNew || (send?.state === 'draft' && !send.approval))) {
    return (
      <Suspense fallback={<Loading />}>
        <Composer key={appId} account={account} send={send} />
      </Suspense>
    );
  }
  if (send) {
    return (
      <Suspense fallback={<Loading />}>
        <SendDetail key={send.id} appId={appId} send={send} />
      </Suspense>
    );
  }
  if (query.error) return <ErrorState what={t.what} error={query.error} onRetry={() => void query.refetch()} />;
  return <Loading />;
}

function Loading() {
  return (
    <div className={lists.panel}>
      <Skeleton active paragraph={{ rows: 10 }} />
    </div>
  );
}
