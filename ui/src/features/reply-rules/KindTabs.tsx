import { TabList } from '@/components/TabList';
import { useTexts } from '@/locales/context';
import type { ReplyRule, RuleKind } from './queries';
import { kinds } from './search';

type Props = { kind: RuleKind; rules: readonly ReplyRule[] | undefined; onKind: (kind: RuleKind) => void };

/** The kinds of rules as tabs, with how many there are. */
export function KindTabs({ kind, rules, onKind }: Props) {
  const { replyRules: t } = useTexts('replyRules');
  const tabs = kinds.map((key) => ({
    key,
    label: t.kinds[key],
    count: rules ? rules.filter((rule) => rule.kind === key).length : null,
  }));
  return <TabList id="rules" label={t.tabs} value={kind} tabs={tabs} onChange={onKind} />;
}
