import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useAccount } from '@/api/accounts';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import { Composer } from './Composer';
import s from './MassSends.module.css';
import { massSendQuery } from './queries';
import { SendDetail } from './SendDetail';

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
    return <Composer key={appId} account={account} send={send} />;
  }
  if (send) return <SendDetail key={send.id} appId={appId} send={send} />;
  if (query.error) return <ErrorState what={t.what} error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className={s.panel}>
      <Skeleton active paragraph={{ rows: 10 }} />
    </div>
  );
}
