import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Download, PencilLine, Tag, Trash2 } from 'lucide-react';
import { useMay } from '@/api/session';
import { tagsQuery } from '@/api/tags';
import { CopyButton } from '@/components/CopyButton';
import { ReplyBubble } from '@/components/reply-editor/ReplyBubble';
import { dayAndClock } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import s from './CodeDetails.module.css';
import { CodeFigures, type CountedBy } from './CodeFigures';
import { CodePeople } from './CodePeople';
import { CodeThumb } from './CodeThumb';
import { lifeOf } from './code-life';
import { lifeWords, placeWords, tagNames } from './code-words';
import type { QRCode } from './queries';
import { Refusal } from './Refusal';
import { Renewal } from './Renewal';

type Props = {
  appId: string;
  code: QRCode;
  /** Whether the account may have codes. */
  able: boolean;
  /** What its scans are counted by. */
  by: CountedBy;
  onBy: (by: CountedBy) => void;
  onEdit: () => void;
  /** Begins a permanent one that does the same. */
  onCopy: () => void;
  onDelete: () => void;
  onSave: () => void;
};

/** One code: its picture, what is known of it, what it brought, and what a scan gets. */
export function CodeDetails({ appId, code, able, by, onBy, onEdit, onCopy, onDelete, onSave }: Props) {
  const { qrcodes } = useTexts('qrcodes');
  const t = qrcodes.detail;
  const may = useMay('operator');
  return (
    <div className={s.details}>
      <div className={s.head}>
        <CodeThumb appId={appId} code={code} size={168} label={qrcodes.picture({ name: code.name })} />
        <div className={s.about}>
          <h2 title={code.name}>{code.name}</h2>
          <Facts code={code} />
          <div className={s.actions}>
            {code.url ? (
              <Button
                type="primary"
                icon={<Download size={15} strokeWidth={1.75} aria-hidden="true" />}
                onClick={onSave}
              >
                {t.download}
              </Button>
            ) : null}
            {may ? (
              <>
                <Button icon={<PencilLine size={15} strokeWidth={1.75} aria-hidden="true" />} onClick={onEdit}>
                  {t.edit}
                </Button>
                <Button
                  danger
                  type="text"
                  icon={<Trash2 size={15} strokeWidth={1.75} aria-hidden="true" />}
                  aria-label={qrcodes.remove}
                  title={qrcodes.remove}
                  onClick={onDelete}
                />
              </>
            ) : null}
          </div>
        </div>
      </div>
      {code.problem ? <Refusal appId={appId} code={code} makes={may && able} /> : null}
      {code.kind === 'temporary' && code.expires_at ? (
        <Renewal appId={appId} code={code} makes={may && able} onCopy={onCopy} />
      ) : null}
      <CodeFigures code={code} by={by} onBy={onBy} />
      {code.new_followers > 0 ? <CodePeople appId={appId} code={code} /> : null}
      <AfterScan appId={appId} code={code} />
      {code.url ? (
        <section className={s.public} aria-label={t.publicPicture}>
          <h3>{t.publicPicture}</h3>
          <p>
            <code>{code.picture_url}</code>
            <CopyButton text={code.picture_url} label={t.copy} size="small" />
          </p>
          <small>{t.publicHint}</small>
        </section>
      ) : null}
    </div>
  );
}

function Facts({ code }: { code: QRCode }) {
  const texts = useTexts('qrcodes');
  const { detail: t, kinds } = texts.qrcodes;
  const now = useNow();
  const life = lifeOf(code, now);
  const until = code.expires_at ? t.until({ at: dayAndClock(code.expires_at) }) : undefined;
  const kind = [
    kinds[code.kind],
    lifeWords(texts, life),
    ...(code.renews && life.state === 'lives' ? [texts.qrcodes.life.renews] : []),
  ];
  const facts = [
    { name: t.kind, value: kind.join(' · '), detail: until },
    { name: t.place, value: placeWords(texts, code) },
    { name: t.scene, value: <code>{code.scene}</code> },
    { name: t.createdAt, value: <span className="num">{dayAndClock(code.created_at)}</span> },
  ];
  return (
    <dl className={s.facts}>
      {facts.map(({ name, value, detail }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {value}
            {detail ? <small className="num">{detail}</small> : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function AfterScan({ appId, code }: { appId: string; code: QRCode }) {
  const texts = useTexts('qrcodes');
  const { detail: t, editor } = texts.qrcodes;
  const tags = useQuery(tagsQuery(appId)).data?.items ?? [];
  const names = tagNames(texts, code.tag_ids, tags);
  return (
    <section aria-label={t.scan}>
      <h3>{t.scan}</h3>
      <div className={s.chat}>
        {code.replies.map((reply, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: replies have no ids
          <ReplyBubble key={i} appId={appId} reply={reply} />
        ))}
        {code.replies.length === 0 ? <p>{editor.previewNone}</p> : null}
        <p className={s.tags}>
          <Tag size={13} aria-hidden="true" />
          {names.length > 0 ? names.join('、') : t.tagsNone}
        </p>
      </div>
    </section>
  );
}
