import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Drawer, Skeleton } from 'antd';
import { useRef } from 'react';
import type { Contact } from '@/api/client';
import { asApiError } from '@/api/errors';
import { CodeOfScene } from '@/components/activity/CodeOfScene';
import { CopyButton } from '@/components/CopyButton';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Facts } from '@/components/Facts';
import { Age } from '@/components/Time';
import { dayAndClock } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import s from './ContactDrawer.module.css';
import { ContactTags } from './ContactTags';
import { followWords, sourceWords } from './names';
import { contactQuery } from './queries';
import { RemarkEditor } from './RemarkEditor';
import { Timeline } from './Timeline';
import { WindowCard } from './WindowCard';

type Props = { appId: string; openId: string | undefined; onClose: () => void };

/** One contact: remark, tags, what may be sent now, and what happened. */
export function ContactDrawer({ appId, openId, onClose }: Props) {
  const { contacts, actions } = useTexts('contacts');
  const t = contacts.drawer;
  // While it slides away the drawer shows what it showed.
  const last = useRef(openId);
  if (openId) last.current = openId;
  return (
    <Drawer
      open={openId !== undefined}
      onClose={onClose}
      size={640}
      title={t.title}
      closable={{ 'aria-label': actions.close }}
      destroyOnHidden
      aria-label={t.title}
      styles={{ body: { padding: '20px 28px 28px' } }}
    >
      {last.current ? <Loaded key={last.current} appId={appId} openId={last.current} /> : null}
    </Drawer>
  );
}

function Loaded({ appId, openId }: { appId: string; openId: string }) {
  const { contacts, state } = useTexts('contacts');
  const t = contacts.drawer;
  const query = useQuery(contactQuery(appId, openId));
  if (query.data) return <Body appId={appId} contact={query.data} />;
  if (query.error) {
    return asApiError(query.error).failure.status === 404 ? (
      <EmptyState drawing="lost" title={t.goneTitle} text={t.goneText} />
    ) : (
      <ErrorState what={contacts.what} error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  return (
    <div role="status" aria-label={state.loading}>
      <Skeleton active title={false} paragraph={{ rows: 10 }} />
    </div>
  );
}

function Body({ appId, contact }: { appId: string; contact: Contact }) {
  const texts = useTexts('contacts');
  const t = texts.contacts.drawer;
  const only = { params: { appId }, search: { openid: contact.openid } } as const;
  return (
    <>
      <RemarkEditor appId={appId} contact={contact} />
      <p className={s.id}>
        <code>{contact.openid}</code>
        <CopyButton text={contact.openid} label={t.copyId} icon size="small" type="text" />
        <span className={contact.followed ? s.follows : s.left}>
          {contact.followed && contact.followed_at
            ? t.followedSince({ at: dayAndClock(contact.followed_at) })
            : followWords(texts, contact)}
        </span>
      </p>
      <ContactTags appId={appId} contact={contact} />
      {contact.followed && !contact.followed_at && !contact.detailed_at ? (
        <p className={s.unread}>{t.notRead}</p>
      ) : null}
      <WindowCard contact={contact} />
      <Facts
        facts={[
          contact.follow_scene ? [t.facts.source, sourceWords(texts, contact.follow_scene)] : undefined,
          contact.followed_by
            ? [t.facts.code, <CodeOfScene key="code" appId={appId} scene={contact.followed_by} code={contact.qrcode} />]
            : undefined,
          [t.facts.seen, contact.seen_at ? <Age key="seen" at={contact.seen_at} /> : texts.contacts.never],
          [t.facts.messages, texts.contacts.messages({ n: contact.messages })],
          [t.facts.created, dayAndClock(contact.created_at)],
        ]}
      />
      <div className={s.head}>
        <h3>{t.timeline}</h3>
        <Link className="link" to="/accounts/$appId/events" {...only}>
          {t.events}
        </Link>
        <Link
          className="link"
          to="/accounts/$appId/messages"
          params={{ appId }}
          search={{ openid: contact.openid, tab: 'all' }}
        >
          {t.messagesLink}
        </Link>
      </div>
      <Timeline appId={appId} openId={contact.openid} />
    </>
  );
}
