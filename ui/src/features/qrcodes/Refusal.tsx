import { Button } from 'antd';
import { ErrorState } from '@/components/ErrorState';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import s from './CodeDetails.module.css';
import { type QRCode, useRenewCode } from './queries';

type Props = { appId: string; code: QRCode; makes: boolean };

/** Why WeChat has not made a code, and asking it again. */
export function Refusal({ appId, code, makes }: Props) {
  const texts = useTexts('qrcodes');
  const t = texts.qrcodes.refusal;
  const renew = useRenewCode(appId);
  const toast = useUndoToast();
  if (!code.problem) return null;
  const { title, cure } = failureWords(texts, code.problem);
  const waits = code.problem.code === 'qrcode.pending';
  const again = () => renew.mutate({ id: code.id }, { onSuccess: () => toast({ text: t.done({ name: code.name }) }) });
  return (
    <section className={waits ? s.waits : s.refused}>
      <div>
        <h3>{title}</h3>
        <p>{cure}</p>
        {code.problem.wechat ? (
          <small>
            {code.problem.wechat.errcode} {code.problem.wechat.errmsg}
          </small>
        ) : null}
      </div>
      {makes && !waits ? (
        <Button loading={renew.isPending} onClick={again}>
          {t.again}
        </Button>
      ) : null}
      {renew.error ? <ErrorState error={renew.error} inline /> : null}
    </section>
  );
}
