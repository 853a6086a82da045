import { ConfirmImpact, type ImpactFact } from '@/components/ConfirmImpact';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { KeywordChips } from './KeywordChips';
import { type ReplyRule, useDeleteRule } from './queries';

type Props = { appId: string; open: boolean; rule?: ReplyRule; onClose: () => void };

/** Asks before a rule is deleted: its hits go with it and do not come back. */
export function DeleteRule({ appId, open, rule, onClose }: Props) {
  const { replyRules: t } = useTexts('replyRules');
  const remove = useDeleteRule(appId);
  const toast = useUndoToast();
  const confirm = () => {
    if (!rule) return;
    remove.mutate(rule.id, {
      onSuccess: () => {
        onClose();
        toast({ text: t.removed({ name: rule.name }) });
      },
    });
  };
  const cancel = () => {
    remove.reset();
    onClose();
  };
  const facts: ImpactFact[] = [];
  if (rule) {
    facts.push({ name: t.removeFacts.kind, value: t.kinds[rule.kind] });
    if (rule.keywords.length > 0) {
      facts.push({ name: t.removeFacts.keywords, value: <KeywordChips keywords={rule.keywords} q="" max={6} /> });
    }
    facts.push({ name: t.removeFacts.hits, value: t.times({ n: rule.hits }) });
  }
  return (
    <ConfirmImpact
      open={open}
      title={t.removeTitle({ name: rule?.name ?? '' })}
      facts={facts}
      consequence={t.removeText}
      confirm={t.removeConfirm}
      danger
      busy={remove.isPending}
      error={remove.error}
      onConfirm={confirm}
      onCancel={cancel}
    />
  );
}
