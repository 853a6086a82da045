import { useQuery } from '@tanstack/react-query';
import { MessagesSquare } from 'lucide-react';
import { ArticleCover } from '@/components/ArticleCover';
import { chosenQuery } from '@/components/material-picker/queries';
import { useTexts } from '@/locales/context';
import { picturesQuery, type Reply } from './queries';
import s from './ReplyBubble.module.css';
import { textParts } from './text-parts';

type Props = {
  appId: string;
  reply: Reply;
  /** How a conversation reads as text; without it only its name is told. */
  text?: string | undefined;
};

/** A reply as its follower sees it in the chat: a bubble of text, a picture, the card of an article. */
export function ReplyBubble({ appId, reply, text }: Props) {
  switch (reply.kind) {
    case 'text':
      return <TextBubble text={reply.text ?? ''} />;
    case 'picture':
      return <PictureBubble appId={appId} reply={reply} />;
    case 'material':
      return <ArticleBubble appId={appId} reply={reply} />;
    case 'conversation':
      return text ? <TextBubble text={text} /> : <ConversationBubble reply={reply} />;
  }
}

function TextBubble({ text }: { text: string }) {
  return (
    <p className={s.text}>
      {textParts(text).map((part) => (part.link ? <u key={part.at}>{part.text}</u> : part.text))}
    </p>
  );
}

function PictureBubble({ appId, reply }: { appId: string; reply: Reply }) {
  const { replies: t } = useTexts('replies');
  const pictures = useQuery(picturesQuery(appId));
  const picture = pictures.data?.find((p) => p.id === reply.picture_id);
  const name = picture?.name ?? reply.label ?? t.kinds.picture;
  return picture ? <img className={s.picture} src={picture.url} alt={name} /> : <p className={s.text}>{name}</p>;
}

function ArticleBubble({ appId, reply }: { appId: string; reply: Reply }) {
  const { article } = useTexts();
  const material = useQuery({ ...chosenQuery(appId, reply.media_id ?? ''), enabled: Boolean(reply.media_id) });
  const title = material.data?.title || reply.label || article.untitled;
  const digest = material.data?.articles[0]?.digest;
  return (
    <div className={s.card}>
      <strong>{title}</strong>
      <span>
        {digest ? <small>{digest}</small> : null}
        <ArticleCover url={material.data?.cover_url ?? ''} title={title} width={48} shape="square" />
      </span>
    </div>
  );
}

function ConversationBubble({ reply }: { reply: Reply }) {
  const { replies: t } = useTexts('replies');
  return (
    <div className={s.conversation}>
      <MessagesSquare size={15} strokeWidth={1.75} aria-hidden="true" />
      <span>{reply.label || t.kinds.conversation}</span>
    </div>
  );
}
