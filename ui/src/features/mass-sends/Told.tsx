import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { sessionQuery, useMay } from '@/api/session';
import { ConfirmImpact } from '@/components/ConfirmImpact';
import { ErrorState } from '@/components/ErrorState';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { type MassSend, useApprove, useCancel } from './queries';
import { Resolve } from './Resolve';
import s from './SendDetail.module.css';
import { moment, reasonWords } from './words';

type Props = { appId: string; send: MassSend };

/** Why the send stands where it does, and the cure; or who wants to send it. Nothing where the state says all. */
export function Told({ appId, send }: Props) {
  const texts = useTexts('massSends');
  const t = texts.massSends;
  if (send.state === 'draft' && send.approval) return <Approve appId={appId} send={send} />;
  const reason = reasonWords(texts, send.reason);
  const answer = send.problem?.wechat;
  if (!reason && !answer && send.state !== 'unknown') return null;
  const why = (
    <>
      {reason ? <b>{reason.title}</b> : null}
      {reason?.cure ? <p>{reason.cure}</p> : null}
      {answer ? <p>{t.wechatSays({ code: answer.errcode, text: answer.errmsg })}</p> : null}
    </>
  );
  if (send.state === 'unknown') return <Resolve appId={appId} send={send} why={why} />;
  return (
    <div className={send.state === 'failed' ? `${s.told} ${s.bad}` : s.told}>
      <div>{why}</div>
    </div>
  );
}

function Approve({ appId, send }: Props) {
  const texts = useTexts('massSends');
  const t = texts.massSends;
  const may = useMay('operator');
  const [asking, setAsking] = useState(false);
  const approve = useApprove(appId);
  const withdraw = useCancel(appId);
  const toast = useUndoToast();
  const me = useQuery(sessionQuery).data?.operator.id;
  const { approval } = send;
  if (!approval) return null;
  const own = approval.requester_id === me;
  const close = () => {
    approve.reset();
    setAsking(false);
  };
  const confirm = async () => {
    // What went wrong is shown in the dialog.
    if (!(await approve.mutateAsync(send.id).catch(() => undefined))) return;
    toast({ text: t.approval.approved });
    close();
  };
  return (
    <>
      <div className={s.told}>
        <div>
          <b>{own ? t.approval.own : t.approval.title({ name: approval.requested_by })}</b>
          <p>{t.approval.text}</p>
        </div>
        {may ? (
          <div className={s.acts}>
            <Button
              loading={withdraw.isPending}
              onClick={() =>
                withdraw.mutate(send.id, {
                  onSuccess: () => toast({ text: own ? t.approval.withdrawn : t.approval.rejected }),
                })
              }
            >
              {own ? t.approval.withdraw : t.approval.reject}
            </Button>
            {own ? null : (
              <Button type="primary" onClick={() => setAsking(true)}>
                {t.approval.approve}
              </Button>
            )}
          </div>
        ) : null}
      </div>
      {withdraw.error ? <ErrorState error={withdraw.error} inline /> : null}
      <ConfirmImpact
        open={asking}
        title={t.approval.approve}
        facts={[
          { name: t.confirm.content, value: send.title || t.untitled },
          {
            name: t.confirm.people,
            value: approval.expected === null ? t.peopleUnknown : t.people({ n: approval.expected }),
          },
          { name: t.confirm.time, value: approval.at ? moment(texts, approval.at) : t.confirm.atOnce },
        ]}
        consequence={t.confirm.final}
        confirm={t.approval.confirm}
        busy={approve.isPending}
        error={approve.error}
        onConfirm={() => void confirm()}
        onCancel={close}
      />
    </>
  );
}
