import { count } from '@/lib/numbers';
import type { overview as zh } from '../zh-CN/overview';

/** The first page of an account. */
export const overview: typeof zh = {
  hello: (p) => {
    const part = p.hour < 5 || p.hour >= 18 ? 'Good evening' : p.hour < 12 ? 'Good morning' : 'Good afternoon';
    return p.name ? `${part}, ${p.name}` : part;
  },
  what: 'the overview',
  quiet: 'Nothing waits for you',
  waiting: (p) => `${p.n} thing${p.n === 1 ? '' : 's'} wait${p.n === 1 ? 's' : ''} for you`,
  todo: 'Waiting for you',
  syncPaused: 'The sync is paused',
  syncFailed: 'The sync did not finish',
  pausedFor: {
    operator: 'Somebody paused it.',
    quota: 'Today’s calls are used up.',
    minute: 'WeChat found it too fast; it goes on shortly.',
    retry: 'WeChat does not answer at the moment; it will try again.',
    waiting: 'It waits for an earlier task.',
  },
  resumesAt: (p) => `It goes on by itself at ${p.at}.`,
  reached: (p) => `${count(p.done)} of ${count(p.total)} items are synced and kept.`,
  toSync: 'See the sync',
  toAccount: 'Account settings',
  uses: {
    reply_rule: 'reply rule',
    qrcode: 'QR code',
    conversation: 'conversation',
    journey: 'journey',
    menu: 'menu button',
  },
  use: (p) => `${p.kind} “${p.name}”`,
  lost: (p) =>
    p.n > 1 ? `“${p.title}” and ${p.n - 1} more can no longer be sent` : `“${p.title}” can no longer be sent`,
  lostText: (p) =>
    `Gone at WeChat, or removed here. The fallback text goes out in its place: ${p.names.join(', ')}${p.n > p.names.length ? ` and ${p.n - p.names.length} more` : ''}. Choose another article.`,
  toLost: 'Choose another',
  neverSynced: 'The history was never synced',
  neverSyncedText:
    'After one full sync the history can be searched, noted and chosen. You are told the cost in calls before it starts.',
  toFirstSync: 'Go and sync',
  quotaTight: (p) => `The quota of “${p.name}” is nearly used up`,
  quotaTightText: (p) =>
    `${count(p.used)} of ${count(p.limit)} used today, ${count(p.left)} left; it resets at 0:00 Beijing time.`,
  toQuotas: 'See the quotas',
  figures: 'Key figures',
  draftsUnread: 'Not read yet',
  draftsUnreadText: 'Opening the drafts reads the newest 60 from WeChat.',
  lastSync: 'Last sync',
  noSync: 'Never synced',
  syncModes: { full: 'Full sync', incremental: 'Incremental sync', followers: 'Sync of the followers' },
  syncStates: {
    queued: 'queued',
    running: 'running',
    paused: 'paused',
    finished: 'finished',
    failed: 'did not finish',
    canceled: 'stopped',
  },
  counts: {
    added: 'New',
    updated: 'Changed',
    restored: 'Restored',
    unchanged: 'Unchanged',
    gone: 'Gone at WeChat',
    calls: 'Calls spent',
  },
  syncedBy: (p) => (p.name ? `${p.at} · by ${p.name}` : p.at),
  followers: 'Followers',
  followersDetail: (p) =>
    [p.today > 0 ? `${count(p.today)} new today` : 'none new today', p.synced ? '' : 'never synced']
      .filter(Boolean)
      .join(', '),
  materials: 'Materials',
  materialsDetail: (p) => `${count(p.drafts)} drafts, ${count(p.notes)} with a note`,
  menuTaps: 'Menu taps',
  days7: 'last 7 days',
  toMenu: 'The menu',
  noTaps: 'Nobody tapped the menu in the last 7 days.',
  times: (p) => count(p.n),
  inside: 'People in journeys',
  running: (p) => (p.n > 0 ? `${count(p.n)} running` : 'none is running'),
  lastSends: 'Latest mass sends',
  allSends: 'All mass sends',
  noSends: 'Nothing was sent in mass yet.',
  newSend: 'New mass send',
  delivered: (p) => `${count(p.n)} sent`,
  notDelivered: (p) => `${count(p.filtered)} filtered · ${count(p.failed)} failed`,
  sendStates: {
    scheduled: 'scheduled',
    sending: 'being sent',
    waiting: 'waits for the administrator',
    sent: 'sent; WeChat has yet to tell the result',
    failed: 'not sent',
    unknown: 'result unknown',
    deleted: 'deleted at WeChat',
  },
  asking: {
    draft: {
      title: (p) => `Mass send “${p.title}” waits for a second operator`,
      text: 'It goes out once approved; it can also be returned for changes.',
    },
    waiting: {
      title: (p) => `Mass send “${p.title}” waits for the administrator`,
      text: 'WeChat asked the account’s administrator, who has 30 minutes to confirm it in WeChat.',
    },
    failed: {
      title: (p) => `Mass send “${p.title}” did not go out`,
      text: 'Open it for the reason; once mended it can be sent again.',
    },
    unknown: {
      title: (p) => `Nobody knows whether mass send “${p.title}” went out`,
      text: 'WeChat gave no result. Somebody has to look there; it is never sent again by itself.',
    },
  },
  toSend: 'Open it',
  unsent: 'Customer-service messages did not go out',
  unsentText: (p) => `${count(p.n)} in all, each with its reason and its cure.`,
  toUnsent: 'See why',
  strangers: 'The followers were never synced',
  strangersText:
    'Only those who did something are known. After one sync, mass sends, tags and journeys know their numbers.',
  toContacts: 'Sync the followers',
  callsToday: (p) => `${count(p.n)} calls today`,
  newest: 'Newest drafts',
  allDrafts: 'All drafts',
  noDrafts: 'The draft box is empty',
  noDraftsText: 'Drafts written on WeChat’s page appear here.',
  readAt: (p) => `read ${p.at}`,
  quotas: 'API quotas',
  allQuotas: 'All interfaces',
  noCalls: 'No interface was called today.',
  updatedAt: (p) => `updated ${p.at}`,
};
