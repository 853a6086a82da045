import { useState } from 'react';
import { useAccount } from '@/api/accounts';
import { Segments } from '@/components/Segments';
import { useTexts } from '@/locales/context';
import { BubbleEditor } from './BubbleEditor';
import s from './PhoneStage.module.css';
import type { Conversation } from './queries';
import { TrialPhone } from './TrialPhone';
import type { Editor } from './use-editor';

type Props = {
  className?: string | undefined;
  appId: string;
  editor: Editor;
  /** The account's conversations, with this one as it is edited. */
  all: readonly Conversation[];
  id: string;
  disabled: boolean;
};

/** The phone: the conversation is edited in its bubble, or tried as a follower would. */
export function PhoneStage({ className, appId, editor, all, id, disabled }: Props) {
  const { conversations: texts } = useTexts('conversations');
  const t = texts.editor;
  const account = useAccount(appId);
  const [mode, setMode] = useState<'edit' | 'try'>('edit');
  const edited = all.find((c) => c.id === id);
  if (!account) return <div className={className} />;
  return (
    <div className={className}>
      <div className={s.stage}>
        <div className={s.mode}>
          <Segments
            label={t.mode}
            options={[
              { value: 'edit', label: t.edit },
              { value: 'try', label: t.tryIt },
            ]}
            value={mode}
            onChange={setMode}
          />
        </div>
        {mode === 'edit' || !edited ? (
          <BubbleEditor account={account} editor={editor} disabled={disabled} />
        ) : (
          <TrialPhone account={account} talk={edited} all={all} />
        )}
      </div>
    </div>
  );
}
