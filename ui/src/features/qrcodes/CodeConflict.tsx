import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { tagsQuery } from '@/api/tags';
import { Conflict } from '@/components/Conflict';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { ReplyLine } from '@/components/reply-editor/ReplyLine';
import { useTexts } from '@/locales/context';
import { type CodeValues, changed, formValues } from './code-form';
import { tagNames } from './code-words';
import { codeQuery, type QRCode } from './queries';

type Props = {
  appId: string;
  id: string;
  mine: CodeValues;
  onOverwrite: (theirs: QRCode) => void;
  onDiscard: (theirs: QRCode) => void;
};

/** What somebody else saved while the code was being edited, where it differs, and the choice between both. */
export function CodeConflict({ appId, id, mine, onOverwrite, onDiscard }: Props) {
  const texts = useTexts('qrcodes');
  const { conflict: t, editor, what } = texts.qrcodes;
  const query = useQuery({ ...codeQuery(appId, id), refetchOnWindowFocus: false });
  const tags = useQuery(tagsQuery(appId)).data?.items ?? [];
  const theirs = query.isFetchedAfterMount ? query.data : undefined;
  if (query.error) return <ErrorState what={what} error={query.error} inline onRetry={() => void query.refetch()} />;
  if (!theirs) return <p role="status">{t.loading}</p>;

  const [a, b] = [changed(mine, undefined), changed(formValues(theirs), undefined)];
  const parts: { name: string; of: keyof typeof a; value: ReactNode }[] = [
    { name: editor.name, of: 'name', value: theirs.name },
    { name: editor.source, of: 'source', value: theirs.source || t.empty },
    { name: editor.campaign, of: 'campaign', value: theirs.campaign || t.empty },
    { name: editor.renews, of: 'renews', value: theirs.renews ? texts.qrcodes.yes : texts.qrcodes.no },
    {
      name: editor.replies,
      of: 'replies',
      value:
        theirs.replies.length > 0
          ? // biome-ignore lint/suspicious/noArrayIndexKey: replies have no ids
            theirs.replies.map((reply, i) => <ReplyLine key={i} reply={reply} />)
          : t.empty,
    },
    { name: editor.tags, of: 'tag_ids', value: tagNames(texts, theirs.tag_ids, tags).join('、') || t.empty },
  ];
  const differing = parts.filter(({ of }) => JSON.stringify(a[of]) !== JSON.stringify(b[of]));
  return (
    <Conflict
      label={t.label}
      title={t.theirs}
      words={t}
      onDiscard={() => onDiscard(theirs)}
      onOverwrite={() => onOverwrite(theirs)}
    >
      {differing.length > 0 ? (
        <Facts plain facts={differing.map(({ name, value }) => [name, value])} />
      ) : (
        <p>{t.nothing}</p>
      )}
    </Conflict>
  );
}
