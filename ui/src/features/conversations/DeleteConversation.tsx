import { ApiError, hasCode } from '@/api/errors';
import { ConfirmImpact, type ImpactFact } from '@/components/ConfirmImpact';
import { defaultFallback } from '@/components/reply-editor/queries';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { type Conversation, type UsedBy, useDeleteConversation } from './queries';
import { Uses } from './Uses';

type Props = {
  appId: string;
  open: boolean;
  conversation?: Conversation | undefined;
  onClose: () => void;
  onDeleted?: (() => void) | undefined;
};

/** Asks before a conversation is deleted; where something leads to it, names that and asks once more. */
export function DeleteConversation({ appId, open, conversation, onClose, onDeleted }: Props) {
  const { conversations: t } = useTexts('conversations');
  const remove = useDeleteConversation(appId);
  const toast = useUndoToast();
  const inUse = hasCode(remove.error, 'conversation.in_use') ? usesOf(remove.error, conversation) : undefined;
  const name = conversation?.name ?? '';
  const confirm = () => {
    if (!conversation) return;
    remove.mutate(
      { id: conversation.id, force: inUse !== undefined },
      {
        onSuccess: () => {
          onClose();
          toast({ text: t.removed({ name }) });
          onDeleted?.();
        },
      },
    );
  };
  const cancel = () => {
    remove.reset();
    onClose();
  };
  const facts: ImpactFact[] = conversation
    ? [
        { name: t.removeFacts.options, value: t.optionsCount({ n: conversation.options.length }) },
        { name: t.removeFacts.starts, value: t.times({ n: conversation.starts }) },
        {
          name: t.removeFacts.startedBy,
          value: conversation.used_by.length > 0 ? <Uses uses={conversation.used_by} max={6} /> : t.removeNoUses,
        },
      ]
    : [];
  return (
    <ConfirmImpact
      open={open}
      title={inUse ? t.inUseTitle({ n: inUse.length }) : t.removeTitle({ name })}
      facts={inUse ? [] : facts}
      consequence={inUse ? t.inUseText({ text: defaultFallback }) : t.removeText}
      confirm={inUse ? t.removeForce : t.removeConfirm}
      danger
      busy={remove.isPending}
      error={inUse ? undefined : remove.error}
      onConfirm={confirm}
      onCancel={cancel}
    >
      {inUse ? <Uses appId={appId} uses={inUse} /> : null}
    </ConfirmImpact>
  );
}

/** What the refusal names, else what was known to lead here. */
function usesOf(error: unknown, conversation: Conversation | undefined): UsedBy[] {
  const related = error instanceof ApiError ? error.failure.related : undefined;
  const named = Array.isArray(related) ? related.filter(isUse) : [];
  return named.length > 0 ? named : (conversation?.used_by ?? []);
}

function isUse(value: unknown): value is UsedBy {
  return typeof value === 'object' && value !== null && 'kind' in value && 'name' in value;
}
