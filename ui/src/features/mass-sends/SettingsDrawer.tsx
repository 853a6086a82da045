import { useQuery } from '@tanstack/react-query';
import { Drawer, Skeleton } from 'antd';
import { useMay } from '@/api/session';
import { ErrorState } from '@/components/ErrorState';
import { RowSwitch } from '@/components/RowSwitch';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { massRulesQuery, massSpeedQuery, useSetApproval, useSetSpeed } from './queries';
import s from './SettingsDrawer.module.css';

type Props = { appId: string; open: boolean; onClose: () => void };

/** What the account's mass sends keep to: whether a second operator approves, and how fast WeChat sends. */
export function SettingsDrawer({ appId, open, onClose }: Props) {
  const { massSends, actions } = useTexts('massSends');
  const t = massSends.settings;
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={520}
      title={t.title}
      aria-label={t.title}
      closable={{ 'aria-label': actions.close }}
      destroyOnHidden
    >
      <Approval appId={appId} />
      <Speed appId={appId} />
      <section className={s.part} aria-labelledby="mass-quota">
        <h3 id="mass-quota">{t.quota}</h3>
        <Limits appId={appId} />
      </section>
    </Drawer>
  );
}

function Approval({ appId }: { appId: string }) {
  const { settings: t } = useTexts('massSends').massSends;
  const admin = useMay('admin');
  const toast = useUndoToast();
  const rules = useQuery(massRulesQuery(appId));
  const change = useSetApproval(appId);
  const turn = (on: boolean) =>
    change.mutate(on, {
      onSuccess: () => toast({ text: on ? t.approvalOn : t.approvalOff, undo: () => change.mutate(!on) }),
    });
  return (
    <section className={s.part} aria-labelledby="mass-approval">
      <div className={s.head}>
        <h3 id="mass-approval">{t.approval}</h3>
        {rules.data ? (
          <RowSwitch
            label={t.approval}
            on={rules.data.approval}
            disabled={!admin || change.isPending}
            title={admin ? undefined : t.adminOnly}
            onChange={turn}
          />
        ) : null}
      </div>
      <p>{t.approvalText}</p>
      {admin ? null : <p className={s.quiet}>{t.adminOnly}</p>}
      {rules.error ? <ErrorState error={rules.error} onRetry={() => void rules.refetch()} inline /> : null}
      {change.error ? <ErrorState error={change.error} inline /> : null}
    </section>
  );
}

/** The speeds that WeChat knows, the fastest first, and how many messages a minute each is. */
const speeds = [800_000, 600_000, 450_000, 300_000, 100_000];

function Speed({ appId }: { appId: string }) {
  const { settings: t } = useTexts('massSends').massSends;
  const may = useMay('operator');
  const toast = useUndoToast();
  const speed = useQuery({ ...massSpeedQuery(appId), enabled: may });
  const change = useSetSpeed(appId);
  // What was chosen shows at once; where WeChat refuses it, what it says shows again.
  const shown = change.isPending ? change.variables : speed.data?.speed;
  const choose = (next: number) => {
    const before = speed.data?.speed;
    change.mutate(next, {
      onSuccess: () => {
        const undo = before === undefined ? undefined : () => change.mutate(before);
        toast({ text: t.speedSet({ n: speeds[next] ?? 0 }), undo });
      },
    });
  };
  return (
    <section className={s.part} aria-labelledby="mass-speed">
      <h3 id="mass-speed">{t.speed}</h3>
      <p>{t.speedText}</p>
      {!may ? (
        <p className={s.quiet}>{t.operatorOnly}</p>
      ) : speed.error ? (
        <ErrorState what={t.speed} error={speed.error} onRetry={() => void speed.refetch()} inline />
      ) : speed.data ? (
        <div role="radiogroup" aria-labelledby="mass-speed" className={s.speeds}>
          {speeds.map((perMinute, i) => (
            <label key={perMinute} className={shown === i ? `${s.speed} ${s.on}` : s.speed}>
              <input
                type="radio"
                name="mass-speed"
                checked={shown === i}
                disabled={change.isPending}
                onChange={() => choose(i)}
              />
              <span className="num">{t.perMinute({ n: perMinute })}</span>
              {i === 0 ? <small>{t.fastest}</small> : null}
            </label>
          ))}
        </div>
      ) : (
        <Skeleton active title={false} paragraph={{ rows: 4 }} />
      )}
      {change.error ? <ErrorState error={change.error} inline /> : null}
    </section>
  );
}

function Limits({ appId }: { appId: string }) {
  const { massSends: t } = useTexts('massSends');
  const rules = useQuery(massRulesQuery(appId)).data;
  if (!rules) return null;
  return (
    <>
      <p className="num">{t.quota[rules.quota.period](rules.quota)}</p>
      <p className="num">{t.previewsLeft({ n: rules.previews_left })}</p>
      <p className={s.quiet}>{t.quota.note}</p>
    </>
  );
}
