import { useQuery } from '@tanstack/react-query';
import { QrCode, Tag } from 'lucide-react';
import { tagsQuery } from '@/api/tags';
import type { Reply } from '@/components/reply-editor/queries';
import { ReplyBubble } from '@/components/reply-editor/ReplyBubble';
import { useTexts } from '@/locales/context';
import s from './CodePreview.module.css';
import { CodeThumb } from './CodeThumb';
import type { QRCode } from './queries';

type Props = {
  appId: string;
  /** The code that is changed; a new one has no picture yet. */
  code: QRCode | undefined;
  name: string;
  replies: readonly Reply[];
  tagIds: readonly number[];
};

/** What a scan will show, as it is being written: the code, then the chat. */
export function CodePreview({ appId, code, name, replies, tagIds }: Props) {
  const { qrcodes } = useTexts('qrcodes');
  const t = qrcodes.editor;
  const tags = useQuery(tagsQuery(appId)).data?.items ?? [];
  const given = tags.filter((tag) => tagIds.includes(tag.id));
  const shown = replies.filter((reply) => reply.kind !== 'text' || reply.text?.trim());
  return (
    <aside aria-label={t.preview}>
      <div className={s.preview}>
        <h3>{t.preview}</h3>
        <figure className={s.poster}>
          {code ? (
            <CodeThumb appId={appId} code={code} size={132} label={qrcodes.picture({ name: code.name })} />
          ) : (
            <span className={s.blank}>
              <QrCode size={44} strokeWidth={1.25} aria-hidden="true" />
              <small>{t.previewPicture}</small>
            </span>
          )}
          <figcaption className={name.trim() ? undefined : s.unnamed}>{name.trim() || t.previewName}</figcaption>
        </figure>
        <div className={s.chat}>
          <p className={s.event}>{t.previewScan}</p>
          {shown.map((reply, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: replies have no ids
            <ReplyBubble key={i} appId={appId} reply={reply} />
          ))}
          {shown.length === 0 ? <p className={s.none}>{t.previewNone}</p> : null}
          {given.length > 0 ? (
            <p className={s.tags}>
              <Tag size={13} aria-hidden="true" />
              {given.map((tag) => tag.name).join('、')}
            </p>
          ) : null}
        </div>
        <p className={s.note}>{t.previewNew}</p>
      </div>
    </aside>
  );
}
