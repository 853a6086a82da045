import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { CircleCheck, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { hasCode } from '@/api/errors';
import { ErrorState } from '@/components/ErrorState';
import { recall, remember } from '@/lib/remembered';
import { useTexts } from '@/locales/context';
import s from './Composer.module.css';
import { type MassSend, massRulesQuery, useCheck, useCopy, usePreview } from './queries';

type Props = { appId: string; send: MassSend | undefined };

/** 先发给自己看看: the send to one WeChat ID; where WeChat refuses a history item's own id, the way by a draft copy. */
export function PreviewField({ appId, send }: Props) {
  const { massSends: t } = useTexts('massSends');
  const rules = useQuery(massRulesQuery(appId)).data;
  const [to, setTo] = useState(recall('previewTo') ?? '');
  const preview = usePreview(appId);
  const copy = useCopy(appId);
  const check = useCheck(appId);
  const refused = hasCode(preview.error, 'mass_send.copy_needed');
  const submit = () => {
    if (!send || to.trim() === '' || preview.isPending) return;
    remember('previewTo', to.trim());
    // What a preview tells answers checks that were unknown, whether WeChat took it or not.
    preview.mutate({ id: send.id, to: to.trim() }, { onSettled: () => check.mutate(send.id) });
  };
  const makeCopy = async () => {
    if (!send) return;
    // What went wrong is shown below.
    const made = await copy.mutateAsync(send.id).catch(() => undefined);
    if (!made) return;
    preview.reset();
    check.mutate(made.id);
  };
  return (
    <>
      <div className={s.row}>
        <Input
          className={s.grow}
          aria-label={t.previewTo}
          placeholder={t.previewTo}
          prefix={<Smartphone size={15} aria-hidden="true" />}
          value={to}
          autoComplete="off"
          onChange={(event) => setTo(event.target.value)}
          onPressEnter={(event) => event.nativeEvent.isComposing || submit()}
        />
        <Button disabled={!send || to.trim() === ''} loading={preview.isPending} onClick={submit}>
          {t.sendPreview}
        </Button>
      </div>
      {preview.isSuccess ? (
        <p className={s.ok} role="status">
          <CircleCheck size={15} aria-hidden="true" />
          {t.previewed({ to: preview.variables.to })}
        </p>
      ) : null}
      <p className={`${s.hint} num`}>
        {send ? t.previewHint : t.previewWaits}
        {rules ? ` · ${t.previewsLeft({ n: rules.previews_left })}` : null}
      </p>
      {send?.copy_needed || refused ? (
        <div className={s.copy} role="alert">
          <p>
            <b>{t.copyNeeded}</b>
            {t.copyText}
          </p>
          <Button loading={copy.isPending} onClick={() => void makeCopy()}>
            {t.copyMake}
          </Button>
        </div>
      ) : preview.error ? (
        <ErrorState error={preview.error} inline />
      ) : null}
      {copy.error ? <ErrorState error={copy.error} inline /> : null}
    </>
  );
}
