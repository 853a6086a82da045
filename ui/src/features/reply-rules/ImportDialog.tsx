import { useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { autoRepliesQuery, useImportAutoReplies, useRefreshAutoReplies } from '@/api/auto-replies';
import { useMay } from '@/api/session';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import { isHere } from './FoundBanner';
import { FoundList } from './FoundList';
import s from './ImportDialog.module.css';
import { ImportResult } from './ImportResult';
import type { ReplyRule, Takeover } from './queries';

type Props = { appId: string; open: boolean; rules: readonly ReplyRule[] | undefined; onClose: () => void };

/** What is set at mp.weixin.qq.com, taken over as rules; then what became of each. */
export function ImportDialog({ appId, open, rules = [], onClose }: Props) {
  const { replyRules: texts, actions } = useTexts('replyRules');
  const t = texts.found;
  const may = useMay('operator');
  const found = useQuery({ ...autoRepliesQuery(appId), enabled: open });
  const refresh = useRefreshAutoReplies(appId);
  const take = useImportAutoReplies(appId);
  const [result, setResult] = useState<Takeover>();
  const offered = found.data?.rules.filter((rule) => rule.replies.length > 0 && !isHere(rule, rules)) ?? [];
  const close = () => {
    if (!take.isPending) onClose();
  };
  return (
    <Modal
      open={open}
      title={t.title}
      width={640}
      centered
      closable={{ 'aria-label': actions.close, disabled: take.isPending }}
      mask={{ closable: !take.isPending }}
      onCancel={close}
      afterClose={() => {
        setResult(undefined);
        take.reset();
      }}
      footer={
        <div className={s.foot}>
          {result ? (
            <Button type="primary" onClick={close}>
              {t.done}
            </Button>
          ) : (
            <>
              <Button
                className={s.refresh}
                loading={refresh.isPending}
                disabled={take.isPending}
                onClick={() => refresh.mutate()}
              >
                {t.refresh}
              </Button>
              <Button onClick={close} disabled={take.isPending}>
                {t.cancel}
              </Button>
              <Button
                type="primary"
                disabled={!may || offered.length === 0}
                loading={take.isPending}
                onClick={() => take.mutate(undefined, { onSuccess: setResult })}
              >
                {offered.length > 0 ? t.import({ n: offered.length }) : t.importNone}
              </Button>
            </>
          )}
        </div>
      }
    >
      {result ? (
        <ImportResult result={result} found={found.data?.rules ?? []} />
      ) : (
        <>
          <p className={s.intro}>{may ? t.intro : texts.viewerOnly}</p>
          {found.error && !found.data ? (
            <ErrorState what={t.what} error={found.error} inline onRetry={() => void found.refetch()} />
          ) : (
            <FoundList rules={found.data?.rules} here={(rule) => isHere(rule, rules)} />
          )}
          {refresh.error ? <ErrorState error={refresh.error} inline /> : null}
          {take.error ? <ErrorState error={take.error} inline /> : null}
        </>
      )}
    </Modal>
  );
}
