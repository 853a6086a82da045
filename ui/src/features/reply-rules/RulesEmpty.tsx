import { EmptyState } from '@/components/EmptyState';
import { useTexts } from '@/locales/context';
import type { RuleKind } from './queries';

/** What stands in place of the rules of a kind that has none. */
export function RulesEmpty({ kind, onCreate }: { kind: RuleKind; onCreate: (() => void) | undefined }) {
  const { replyRules: t } = useTexts('replyRules');
  const { title, text, steps } = t.empties[kind];
  return (
    <EmptyState
      drawing="replies"
      title={title}
      text={text}
      action={onCreate ? { label: t.create, onClick: onCreate } : undefined}
      steps={onCreate ? steps : undefined}
    />
  );
}
