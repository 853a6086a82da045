import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { Button, Modal, Select } from 'antd';
import { Play } from 'lucide-react';
import { useId, useState } from 'react';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';
import { ErrorState } from '@/components/ErrorState';
import { shortOpenId } from '@/lib/openid';
import { recall, remember } from '@/lib/remembered';
import { useTexts } from '@/locales/context';
import { PathList } from './PathList';
import { useEnroll } from './queries';
import s from './TryDialog.module.css';
import type { Enrollment, Journey } from './types';
import type { Names } from './words';

const followersQuery = (appId: string, q: string) => {
  const query = { followed: 'true' as const, limit: 20, ...(q.trim() && { q: q.trim() }) };
  return queryOptions({
    queryKey: keys.contacts(appId, query),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/contacts', { params: { path: { app_id: appId }, query }, signal })),
    placeholderData: keepPreviousData,
  });
};

type Props = {
  appId: string;
  journey: Journey;
  names: Names;
  open: boolean;
  /** Saves what is drawn: what is tried is what is saved. */
  onSave: () => Promise<boolean>;
  onClose: () => void;
};

/** 试走一遍: one person goes through the draft, for real, and how far they came is shown. */
export function TryDialog({ appId, journey, names, open, onSave, onClose }: Props) {
  const texts = useTexts('journeys');
  const { journeys: t, actions } = texts;
  const id = useId();
  const [q, setQ] = useState('');
  const mine = recall(`journey-try.${appId}`);
  const [who, setWho] = useState(mine);
  const [tried, setTried] = useState<Enrollment>();
  const found = useQuery({ ...followersQuery(appId, q), enabled: open });
  const enroll = useEnroll(appId, journey.id);
  const items = found.data?.items ?? [];
  const blocked = journey.problems.some((problem) => !problem.warning);
  const go = async () => {
    if (!who || !(await onSave())) return;
    enroll.mutate(
      { openid: who, try: true },
      {
        onSuccess: (made) => {
          remember(`journey-try.${appId}`, who);
          setTried(made);
        },
      },
    );
  };
  return (
    <Modal
      open={open}
      title={t.tryTitle}
      width={520}
      centered
      closable={{ 'aria-label': actions.close }}
      onCancel={onClose}
      footer={
        <div className={s.foot}>
          <Button onClick={onClose}>{actions.close}</Button>
          <Button
            type="primary"
            icon={<Play size={14} aria-hidden="true" />}
            disabled={!who || blocked}
            loading={enroll.isPending}
            onClick={() => void go()}
          >
            {tried ? t.tryAgain : t.tryGo}
          </Button>
        </div>
      }
    >
      <p className={s.text}>{t.tryText}</p>
      <label className={s.label} htmlFor={id}>
        {t.tryWho}
      </label>
      <Select
        id={id}
        style={{ width: '100%' }}
        {...(who && { value: who })}
        placeholder={t.tryPlaceholder}
        loading={found.isFetching}
        notFoundContent={t.tryNone}
        showSearch={{ filterOption: false, onSearch: setQ }}
        options={[
          ...(mine && !items.some((c) => c.openid === mine)
            ? [{ value: mine, label: `${shortOpenId(mine)} · ${t.tryMine}` }]
            : []),
          ...items.map(({ openid, remark }) => ({
            value: openid,
            label: remark ? `${remark} · ${shortOpenId(openid)}` : shortOpenId(openid),
          })),
        ]}
        onChange={setWho}
      />
      <p className={s.hint}>{t.tryWhoHint}</p>
      {blocked ? <p className={s.blocked}>{t.tryProblems}</p> : null}
      {enroll.error ? <ErrorState error={enroll.error} inline /> : null}
      {tried ? (
        <section aria-label={t.tryPath} className={s.path}>
          <p className={s.done} role="status">
            {t.tryDone}
          </p>
          <PathList appId={appId} journey={journey} names={names} id={tried.id} />
        </section>
      ) : null}
    </Modal>
  );
}
