import { Link, type LinkProps } from '@tanstack/react-router';
import {
  CirclePause,
  CircleX,
  CloudDownload,
  FileX,
  Gauge,
  type LucideIcon,
  Megaphone,
  Send,
  TriangleAlert,
  Users,
} from 'lucide-react';
import { useId } from 'react';
import { wayTo } from '@/components/UseLink';
import { dayAndClock } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import type { Texts } from '@/locales/texts';
import s from './overview.module.css';
import type { Waiting } from './waiting';

type Props = { appId: string; item: Waiting; primary: boolean };
type Words = {
  icon: LucideIcon;
  title: string;
  text: string;
  action: string;
  link: Pick<LinkProps, 'to' | 'params' | 'search'>;
};

/** One thing that waits, with the one button that leads to it. */
export function Todo({ appId, item, primary }: Props) {
  const t = useTexts('overview', 'quotas');
  const id = useId();
  const words = wordsOf(t, appId, item);
  return (
    <section className={s.todo} aria-labelledby={id}>
      <span className={s.todoIcon}>
        <words.icon size={20} strokeWidth={1.75} aria-hidden="true" />
      </span>
      <div>
        <h2 id={id}>{words.title}</h2>
        <p className="num">{words.text}</p>
      </div>
      <Link {...words.link} className={primary ? s.primary : s.secondary}>
        {words.action}
      </Link>
    </section>
  );
}

function wordsOf(t: Texts<'overview' | 'quotas'>, appId: string, item: Waiting): Words {
  const o = t.overview;
  const params = { appId };
  const materials = { to: '/accounts/$appId/materials', params, search: { tab: 'history' } } as Words['link'];
  switch (item.kind) {
    case 'problem': {
      const words = failureWords(t, item.problem);
      const link = { to: '/settings/accounts/$appId', params } as Words['link'];
      return { icon: TriangleAlert, title: words.title, text: words.cure, action: o.toAccount, link };
    }
    case 'failed': {
      const cause = item.run.error ? failureWords(t, item.run.error) : undefined;
      const text = [
        cause ? `${cause.title}。${cause.cure}` : '',
        o.reached({ done: item.run.fetched, total: item.run.total }),
      ];
      return {
        icon: CircleX,
        title: o.syncFailed,
        text: text.filter(Boolean).join(' '),
        action: o.toSync,
        link: materials,
      };
    }
    case 'paused': {
      const reasons = o.pausedFor as Record<string, string | undefined>;
      const text = [
        reasons[item.run.paused_for ?? ''] ?? '',
        item.run.resume_at ? o.resumesAt({ at: dayAndClock(item.run.resume_at) }) : '',
        o.reached({ done: item.run.fetched, total: item.run.total }),
      ];
      return {
        icon: CirclePause,
        title: o.syncPaused,
        text: text.filter(Boolean).join(' '),
        action: o.toSync,
        link: materials,
      };
    }
    case 'send': {
      const { id, state, title } = item.send;
      const words = o.asking[state as keyof typeof o.asking] ?? o.asking.unknown;
      const link = { to: '/accounts/$appId/mass-sends/$id', params: { appId, id } } as Words['link'];
      return {
        icon: Megaphone,
        title: words.title({ title: title || t.article.untitled }),
        text: words.text,
        action: o.toSend,
        link,
      };
    }
    case 'unsent': {
      const link = { to: '/accounts/$appId/messages', params } as Words['link'];
      return { icon: Send, title: o.unsent, text: o.unsentText({ n: item.count }), action: o.toUnsent, link };
    }
    case 'lost': {
      const uses = item.lost.flatMap((material) => material.used_by);
      const [use] = uses;
      const kinds = o.uses as Record<string, string | undefined>;
      const names = uses.slice(0, 3).map((u) => o.use({ kind: kinds[u.kind] ?? '', name: u.name }));
      return {
        icon: FileX,
        title: o.lost({ title: item.lost[0]?.title || t.article.untitled, n: item.lost.length }),
        text: o.lostText({ names, n: uses.length }),
        action: o.toLost,
        link: (use && wayTo(appId, use)) ?? materials,
      };
    }
    case 'strangers': {
      const link = { to: '/accounts/$appId/contacts', params } as Words['link'];
      return { icon: Users, title: o.strangers, text: o.strangersText, action: o.toContacts, link };
    }
    case 'quota': {
      const names = t.quotas.names as Record<string, string | undefined>;
      const name = names[item.quota.path] ?? item.quota.path;
      const link = { to: '/accounts/$appId/quotas', params } as Words['link'];
      return {
        icon: Gauge,
        title: o.quotaTight({ name }),
        text: o.quotaTightText(item.quota),
        action: o.toQuotas,
        link,
      };
    }
    case 'never':
      return {
        icon: CloudDownload,
        title: o.neverSynced,
        text: o.neverSyncedText,
        action: o.toFirstSync,
        link: materials,
      };
  }
}
