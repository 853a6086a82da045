import { useQuery } from '@tanstack/react-query';
import { Conflict } from '@/components/Conflict';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { ReplyLine } from '@/components/reply-editor/ReplyLine';
import { useTexts } from '@/locales/context';
import s from './ConversationConflict.module.css';
import { type Draft, draftOf, written } from './draft';
import { type Conversation, conversationQuery } from './queries';

type Props = {
  appId: string;
  id: string;
  mine: Draft;
  onOverwrite: () => void;
  onDiscard: (theirs: Conversation) => void;
};

/** What somebody else saved meanwhile, where it differs, and the choice between both. */
export function ConversationConflict({ appId, id, mine, onOverwrite, onDiscard }: Props) {
  const { conversations: texts } = useTexts('conversations', 'replies');
  const t = texts.conflict;
  const query = useQuery({ ...conversationQuery(appId, id), refetchOnMount: 'always', refetchOnWindowFocus: false });
  const theirs = query.isFetchedAfterMount ? query.data : undefined;
  if (query.error) {
    return <ErrorState what={texts.what} error={query.error} inline onRetry={() => void query.refetch()} />;
  }
  if (!theirs) return <p role="status">{t.loading}</p>;
  const [a, b] = [written(mine, undefined), written(draftOf(theirs), undefined)];
  const parts = [
    { name: texts.editor.name, differs: a.name !== b.name, value: theirs.name },
    { name: texts.editor.opening, differs: a.opening !== b.opening, value: theirs.opening },
    {
      name: t.options,
      differs: JSON.stringify(a.options) !== JSON.stringify(b.options),
      value: theirs.options.map((o) => (
        <span key={o.id} className={s.option}>
          <b>{o.label}</b>
          <ReplyLine reply={o.reply} />
        </span>
      )),
    },
    { name: texts.editor.closing, differs: a.closing !== b.closing, value: theirs.closing || t.none },
  ];
  return (
    <Conflict
      label={t.label}
      title={t.theirs({ by: theirs.updated_by || t.someone })}
      words={t}
      onDiscard={() => onDiscard(theirs)}
      onOverwrite={onOverwrite}
    >
      <Facts plain facts={parts.map(({ name, differs, value }) => (differs ? [name, value] : undefined))} />
    </Conflict>
  );
}
