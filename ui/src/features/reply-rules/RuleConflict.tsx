import { useQuery } from '@tanstack/react-query';
import { Conflict } from '@/components/Conflict';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { ReplyLine } from '@/components/reply-editor/ReplyLine';
import { useTexts } from '@/locales/context';
import type { Texts } from '@/locales/texts';
import { KeywordChips } from './KeywordChips';
import { type ReplyRule, ruleQuery } from './queries';
import { formValues, type RuleValues, written } from './rule-form';
import { dutyWords } from './rule-words';

type Props = {
  appId: string;
  id: string;
  mine: RuleValues;
  onOverwrite: () => void;
  onDiscard: (theirs: ReplyRule) => void;
};

/** What somebody else saved while the rule was being edited, where it differs, and the choice between both. */
export function RuleConflict({ appId, id, mine, onOverwrite, onDiscard }: Props) {
  const texts = useTexts('replyRules');
  const t = texts.replyRules;
  const query = useQuery({ ...ruleQuery(appId, id), refetchOnWindowFocus: false });
  const theirs = query.isFetchedAfterMount ? query.data : undefined;
  if (query.error) return <ErrorState what={t.what} error={query.error} inline onRetry={() => void query.refetch()} />;
  if (!theirs) return <p role="status">{t.conflict.loading}</p>;
  return (
    <Conflict
      label={t.conflict.label}
      title={t.conflict.theirs({ by: theirs.updated_by || t.conflict.someone })}
      words={t.conflict}
      onDiscard={() => onDiscard(theirs)}
      onOverwrite={onOverwrite}
    >
      <Facts plain facts={differences(texts, mine, theirs).map(({ name, value }) => [name, value])} />
    </Conflict>
  );
}

/** The parts of their rule that are not as in mine. */
function differences(texts: Texts<'replyRules'>, mine: RuleValues, theirs: ReplyRule) {
  const { replyRules: t } = texts;
  const [a, b] = [written(mine, undefined), written(formValues(theirs), undefined)];
  const parts: { name: string; of: (keyof typeof a)[]; value: React.ReactNode }[] = [
    { name: t.editor.name, of: ['name'], value: theirs.name },
    { name: t.editor.kind, of: ['kind'], value: t.kinds[theirs.kind] },
    {
      name: t.editor.keywords,
      of: ['keywords', 'exact_case'],
      value: <KeywordChips keywords={theirs.keywords} q="" max={8} />,
    },
    {
      name: t.editor.answer,
      of: ['replies', 'mode'],
      // biome-ignore lint/suspicious/noArrayIndexKey: replies have no ids
      value: theirs.replies.map((reply, i) => <ReplyLine key={i} reply={reply} />),
    },
    { name: t.columns.hours, of: ['days', 'from', 'until'], value: dutyWords(texts, theirs).join(' ') },
    { name: t.editor.priority, of: ['priority'], value: String(theirs.priority) },
    { name: t.columns.state, of: ['active'], value: theirs.active ? t.on : t.off },
  ];
  return parts.filter(({ of }) => of.some((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key])));
}
