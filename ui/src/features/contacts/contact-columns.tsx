import type { Contact, Tag } from '@/api/client';
import type { Column } from '@/components/DataTable';
import { Highlight } from '@/components/Highlight';
import { Time } from '@/components/Time';
import { UseLink } from '@/components/UseLink';
import { clock } from '@/lib/dates';
import { count } from '@/lib/numbers';
import type { Texts } from '@/locales/texts';
import s from './ContactTable.module.css';
import { followWords, sourceWords, tagName } from './names';

/** The columns that may be shown beside who it is, in their order. */
export const optionalColumns = ['tags', 'followed', 'source', 'seen', 'messages', 'window'] as const;
export type OptionalColumn = (typeof optionalColumns)[number];
/** Those that are shown until one chooses. */
export const usualColumns: readonly OptionalColumn[] = ['tags', 'followed', 'source', 'seen'];

type Options = {
  appId: string;
  texts: Texts<'contacts'>;
  tags: readonly Tag[] | undefined;
  q: string;
  shown: readonly OptionalColumn[];
  onOpen: (contact: Contact) => void;
};

/** The columns of the contacts that were chosen. */
export function contactColumns({ appId, texts, tags, q, shown, onOpen }: Options): Column<Contact>[] {
  const t = texts.contacts;
  const optional: Record<OptionalColumn, Column<Contact>> = {
    tags: {
      key: 'tags',
      title: t.columns.tags,
      render: (contact) => <TagChips names={contact.tag_ids.map((id) => tagName(texts, tags, id))} texts={texts} />,
    },
    followed: {
      key: 'followed',
      title: t.columns.followed,
      width: '120px',
      render: (contact) =>
        contact.followed && contact.followed_at ? (
          <Time at={contact.followed_at} />
        ) : (
          <span className={s.quiet}>{followWords(texts, contact)}</span>
        ),
    },
    source: {
      key: 'source',
      title: t.columns.source,
      width: '148px',
      render: (contact) => <Source appId={appId} contact={contact} texts={texts} />,
    },
    seen: {
      key: 'seen',
      title: t.columns.seen,
      width: '120px',
      render: (contact) =>
        contact.seen_at ? <Time at={contact.seen_at} /> : <span className={s.quiet}>{t.never}</span>,
    },
    messages: {
      key: 'messages',
      title: t.columns.messages,
      width: '76px',
      align: 'end',
      render: (contact) => (
        <span className={contact.messages === 0 ? `num ${s.quiet}` : 'num'}>{count(contact.messages)}</span>
      ),
    },
    window: {
      key: 'window',
      title: t.columns.window,
      width: '150px',
      render: (contact) => <WindowCell contact={contact} texts={texts} />,
    },
  };
  const who: Column<Contact> = {
    key: 'who',
    title: t.columns.who,
    width: '24%',
    render: (contact) => (
      <button type="button" className={s.who} data-primary onClick={() => onOpen(contact)}>
        {contact.remark ? (
          <b>
            <Highlight text={contact.remark} search={q} />
          </b>
        ) : null}
        <code title={contact.openid}>{contact.openid}</code>
      </button>
    ),
  };
  return [who, ...optionalColumns.filter((key) => shown.includes(key)).map((key) => optional[key])];
}

/** How somebody came, and by which code, where that is known here. */
function Source({ appId, contact, texts }: { appId: string; contact: Contact; texts: Texts<'contacts'> }) {
  const { follow_scene, followed_by, qrcode } = contact;
  return (
    <span className={s.source}>
      <span className={s.plain}>{sourceWords(texts, follow_scene)}</span>
      {qrcode ? (
        <UseLink appId={appId} use={{ kind: 'qrcode', ...qrcode }} />
      ) : followed_by ? (
        <small>{followed_by}</small>
      ) : null}
    </span>
  );
}

/** The first tags of a row, and how many more there are. */
function TagChips({ names, texts }: { names: readonly string[]; texts: Texts<'contacts'> }) {
  const most = 3;
  return (
    <span className={s.tags}>
      {names.slice(0, most).map((name) => (
        <span key={name} className={s.tag}>
          {name}
        </span>
      ))}
      {names.length > most ? (
        <small title={names.slice(most).join(' ')}>{texts.contacts.moreTags({ n: names.length - most })}</small>
      ) : null}
    </span>
  );
}

function WindowCell({ contact, texts }: { contact: Contact; texts: Texts<'contacts'> }) {
  const t = texts.contacts;
  const { window } = contact;
  if (!window) return <span className={s.quiet}>{t.windowNone}</span>;
  const left = window.limit - window.sent;
  return left > 0 && !window.closed ? (
    <span className={`num ${s.plain}`}>{t.windowLeft({ n: left, at: clock(window.closes_at) })}</span>
  ) : (
    <span className={s.quiet}>{t.windowUsed}</span>
  );
}
