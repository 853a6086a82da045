import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useId } from 'react';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import { conversationsQuery, type Reply } from './queries';
import s from './ReplyEditor.module.css';

type Props = {
  appId: string;
  value: Reply;
  onChange: (reply: Reply) => void;
  disabled?: boolean | undefined;
  without?: string | undefined;
};

/** A conversation that is begun. */
export function ConversationReply({ appId, value, onChange, disabled, without }: Props) {
  const { replies: t } = useTexts('replies');
  const id = useId();
  const conversations = useQuery(conversationsQuery(appId));
  const offered = conversations.data?.filter((c) => c.id !== without);
  return (
    <div className={s.field}>
      <label className={s.label} htmlFor={id}>
        {t.conversation}
      </label>
      {conversations.error ? (
        <ErrorState error={conversations.error} inline onRetry={() => void conversations.refetch()} />
      ) : null}
      <Select
        id={id}
        value={value.conversation_id || undefined}
        disabled={disabled}
        loading={conversations.isPending}
        placeholder={t.chooseConversation}
        notFoundContent={conversations.isPending ? t.loading : t.conversationNone}
        showSearch={{ optionFilterProp: 'label' }}
        options={offered?.map((c) => ({ value: c.id, label: c.name, n: c.options.length })) ?? []}
        optionRender={(option) => (
          <span className={s.under}>
            <span>{option.data.label}</span>
            <small>{t.conversationOptions({ n: option.data.n })}</small>
          </span>
        )}
        onChange={(chosen: string) => {
          const { problem: _, ...rest } = value;
          const label = offered?.find((c) => c.id === chosen)?.name;
          onChange({ ...rest, conversation_id: chosen, ...(label ? { label } : {}) });
        }}
      />
      <p className={s.hint}>{offered?.length === 0 ? t.conversationNone : t.conversationHint}</p>
    </div>
  );
}
