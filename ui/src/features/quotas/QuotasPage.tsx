import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { Building2, Gauge, RefreshCw, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useAccount } from '@/api/accounts';
import { quotasQuery } from '@/api/quotas';
import { useMay } from '@/api/session';
import { ConfirmImpact } from '@/components/ConfirmImpact';
import { PageHead } from '@/components/PageHead';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { QuotaSummary } from './QuotaSummary';
import { QuotaTable } from './QuotaTable';
import { useClearQuotas, useRefreshQuotas } from './queries';
import s from './quotas.module.css';

const route = getRouteApi('/shell/accounts/$appId/quotas');

/** What the account may still call today, interface by interface. */
export function QuotasPage() {
  const t = useTexts('quotas', 'errors');
  const q = t.quotas;
  const { appId } = route.useParams();
  const account = useAccount(appId);
  const admin = useMay('admin');
  const list = useQuery(quotasQuery(appId));
  const refresh = useRefreshQuotas(appId);
  const clear = useClearQuotas(appId);
  const toast = useUndoToast();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const confirm = async () => {
    await clear.mutateAsync();
    setAsking(false);
    toast({ text: q.cleared });
  };
  const sheet = list.data;
  return (
    <>
      <PageHead
        title={q.title}
        desc={q.desc}
        actions={
          <>
            {admin ? (
              <Button
                icon={<RotateCcw size={14} aria-hidden="true" />}
                disabled={sheet?.clears_left === 0}
                title={sheet?.clears_left === 0 ? t.errors.codes['wechat.48006']().title : undefined}
                onClick={() => {
                  clear.reset();
                  setAsking(true);
                }}
              >
                {q.clear}
              </Button>
            ) : null}
            <Button
              icon={<RefreshCw size={14} aria-hidden="true" />}
              loading={refresh.isPending}
              onClick={() =>
                refresh.mutate(undefined, { onError: () => void message.error(t.failure.kinds.unavailable().title) })
              }
            >
              {q.refresh}
            </Button>
          </>
        }
      />
      <div className={s.body}>
        <QuotaSummary quotas={sheet?.items ?? []} />
        <QuotaTable quotas={sheet?.items} query={list} />
        <p className={s.reserve}>{q.reserve}</p>
      </div>
      <ConfirmImpact
        open={asking}
        title={q.clearTitle}
        facts={[
          { icon: Building2, name: q.clearFacts.account, value: account?.name ?? appId },
          { icon: RotateCcw, name: q.clearFacts.what, value: q.clearWhat },
          {
            icon: Gauge,
            name: q.clearFacts.cost,
            value: q.clearCost,
            detail: sheet ? q.clearsLeft({ left: sheet.clears_left }) : undefined,
          },
        ]}
        consequence={q.clearWarn}
        confirm={q.clearConfirm}
        danger
        busy={clear.isPending}
        error={clear.error}
        onConfirm={() => void confirm().catch(() => {})}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
