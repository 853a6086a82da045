import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Modal, Skeleton } from 'antd';
import { useState } from 'react';
import type { SyncPlan } from '@/api/client';
import { ErrorState } from '@/components/ErrorState';
import { dayAndClock } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import s from './SyncPlanDialog.module.css';
import { callsShort, needsPause } from './sync-model';
import { planQuery, useStartSync } from './sync-queries';

type Props = { appId: string; mode?: 'full' | 'followers'; open: boolean; onClose: () => void };

/** What a full sync costs, told before it starts (S8), with the advice to prefer the cheaper ways. */
export function SyncPlanDialog({ appId, mode: planned = 'full', open, onClose }: Props) {
  const { syncs: t } = useTexts('syncs');
  const plan = useQuery({ ...planQuery(appId, planned), enabled: open });
  const start = useStartSync(appId);
  const [accepted, setAccepted] = useState(false);

  const waits = plan.data !== undefined && needsPause(plan.data);
  const begin = (mode: SyncPlan['mode']) =>
    start.mutate({ mode, acceptPause: mode !== 'incremental' && waits && accepted }, { onSuccess: onClose });
  const synced = planned === 'full' && Boolean(plan.data?.last_full ?? plan.data?.last_incremental);
  return (
    <Modal
      open={open}
      onCancel={onClose}
      afterClose={() => {
        setAccepted(false);
        start.reset();
      }}
      width={560}
      title={planned === 'followers' ? t.planFollowers : t.planTitle}
      centered
      destroyOnHidden
      footer={
        <>
          <Button onClick={onClose}>{t.cancel}</Button>
          {synced ? (
            <Button disabled={start.isPending} onClick={() => begin('incremental')}>
              {t.startIncremental}
            </Button>
          ) : null}
          <Button
            type="primary"
            loading={start.isPending}
            disabled={!plan.data || (waits && !accepted)}
            onClick={() => begin(planned)}
          >
            {planned === 'followers' ? t.startFollowers : t.startFull}
          </Button>
        </>
      }
    >
      {plan.data ? (
        <Cost plan={plan.data} />
      ) : plan.error ? (
        <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />
      ) : (
        <div role="status" aria-label={t.planReading}>
          <Skeleton active title={false} paragraph={{ rows: 5 }} />
        </div>
      )}
      {waits ? (
        <Checkbox className={s.accept} checked={accepted} onChange={(event) => setAccepted(event.target.checked)}>
          {t.planAccept}
        </Checkbox>
      ) : null}
      {start.error ? <ErrorState error={start.error} /> : null}
    </Modal>
  );
}

function Cost({ plan }: { plan: SyncPlan }) {
  const { syncs: t } = useTexts('syncs');
  const short = callsShort(plan);
  const people = plan.mode === 'followers';
  const last = people ? plan.last_followers : plan.last_full;
  const facts = [
    {
      name: people ? t.planPeople : t.planItems,
      value: people ? t.people({ n: plan.items }) : t.items({ n: plan.items }),
      hint: `${people ? t.planLastFollowers : t.planLast} ${last ? dayAndClock(last) : t.never}`,
    },
    { name: t.planCalls, value: t.calls({ n: plan.calls }) },
    {
      name: t.planLeft,
      value: t.calls({ n: plan.left }),
      hint: [
        plan.limit > 0 ? t.planLimit({ n: plan.limit }) : t.planLimitUnknown,
        plan.reserve > 0 && t.planReserve({ n: plan.reserve }),
      ]
        .filter(Boolean)
        .join(t.comma),
    },
    { name: t.planMinutes, value: t.minutes({ n: plan.minutes }) },
  ];
  return (
    <>
      <dl className={s.facts}>
        {facts.map((fact) => (
          <div key={fact.name}>
            <dt>{fact.name}</dt>
            <dd className="figures">{fact.value}</dd>
            {fact.hint ? <dd className={s.hint}>{fact.hint}</dd> : null}
          </div>
        ))}
      </dl>
      <p className={short > 0 ? s.short : s.enough}>
        {plan.items === 0
          ? people
            ? t.planNobody
            : t.planEmpty
          : short > 0
            ? t.planShort({ short, at: dayAndClock(plan.resets_at) })
            : t.planEnough}
      </p>
      <p className={s.text}>{people ? t.planFollowersSlow : t.planSlow}</p>
      <p className={s.text}>{people ? t.planFollowersWhen : t.planWhen}</p>
    </>
  );
}
