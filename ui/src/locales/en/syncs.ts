import { count as n } from '@/lib/numbers';
import type { syncs as zh } from '../zh-CN/syncs';

const plural = (k: number, one: string, many: string) => `${n(k)} ${k === 1 ? one : many}`;

/** Reading an account's history: the menu, the cost, the banner, the result, the earlier runs. */
export const syncs: typeof zh = {
  menu: 'Sync from WeChat',
  incremental: 'Incremental sync',
  incrementalHint: 'Only what was added or changed since the last sync; a call or two as a rule',
  full: 'Full sync…',
  fullHint: 'Reads the whole history again; slow, and limited by the daily quota',
  runs: 'Earlier syncs…',
  never: 'never done',
  lastDone: (p) => `last done ${p.at}`,
  viewerOnly: 'Your role may only read, not sync',

  planTitle: 'Full sync of the history',
  planReading: 'Working out what it costs',
  planItems: 'At WeChat',
  planCalls: 'Calls needed',
  planLeft: 'Left today',
  planMinutes: 'Takes about',
  comma: ', ',
  planReserve: (p) => `${n(p.n)} of them are kept for people`,
  planLimit: (p) => `${n(p.n)} a day`,
  planLimitUnknown: 'WeChat did not name a daily limit',
  items: (p) => plural(p.n, 'material', 'materials'),
  calls: (p) => plural(p.n, 'call', 'calls'),
  minutes: (p) => (p.n < 1 ? 'under a minute' : `${n(p.n)} min`),
  planLast: 'Last full sync',
  planSlow:
    'A full sync reads the whole history page by page; it takes time and calls. Unless much has changed, an incremental sync will do; to renew one material, use “Sync this one” in its row.',
  planWhen:
    'Use a full sync for three things: the first sync, bringing back what was removed here, and checking for old materials that were deleted or edited at WeChat.',
  planEnough: "Today's quota suffices; it can be done in one go.",
  planShort: (p) =>
    `Today's quota does not suffice, ${plural(p.short, 'call is', 'calls are')} missing. The sync goes as far as it can, pauses until the quota is back at ${p.at}, and goes on by itself.`,
  planAccept: 'It may pause and go on once the quota is back',
  planEmpty: 'WeChat has no history; the sync will fetch nothing.',
  startFull: 'Start the full sync',
  startIncremental: 'Sync incrementally instead',
  cancel: 'Cancel',

  running: {
    full: 'Full sync of the history',
    incremental: 'Incremental sync of the history',
    followers: 'Sync of the followers',
  },
  queued: 'The sync is waiting to start',
  paused: 'The sync is paused',
  failed: 'The sync failed',
  progress: 'Progress of the sync',
  done: (p) => `${n(p.fetched)} / ${plural(p.total, 'material', 'materials')}`,
  checked: (p) => `${n(p.fetched)} checked`,
  sweep: (p) => `the list moved, pass ${p.n}`,
  eta: (p) => `about ${p.text} to go`,
  etaSeconds: (p) => `${p.s} s`,
  etaMinutes: (p) => (p.s ? `${n(p.m)} min ${p.s} s` : `${n(p.m)} min`),
  spent: (p) => `${plural(p.n, 'call', 'calls')} used`,
  left: (p) => `${n(p.n)} left today`,
  pause: 'Pause',
  resume: 'Go on',
  stop: 'Stop',
  stopTitle: 'Stop this sync',
  stopText: 'What has been fetched is kept. The next sync starts at the beginning.',
  stopConfirm: 'Stop the sync',
  keepRunning: 'Keep syncing',
  retry: 'Go on where it broke off',
  dismiss: 'Got it',

  pausedFor: {
    operator: 'Somebody paused it',
    quota: "Today's calls are used up",
    minute: "WeChat says the calls come too fast; a moment's rest",
    retry: 'WeChat did not answer properly; trying again soon',
    waiting: 'Waiting for another step',
  },
  resumesAt: (p) => `goes on by itself at ${p.at}`,
  resumesByYou: 'press "Go on" to continue',

  finished: {
    full: 'Full sync finished',
    incremental: 'Incremental sync finished',
    followers: 'Sync of the followers finished',
  },
  canceled: 'The sync was stopped',
  added: (p) => `${n(p.n)} new`,
  updated: (p) => `${n(p.n)} changed`,
  restored: (p) => `${n(p.n)} brought back`,
  unchanged: (p) => `${n(p.n)} unchanged`,
  gone: (p) => `${n(p.n)} gone at WeChat`,
  nothingNew: 'Nothing new; the local copy is up to date',
  adviceWords: {
    list_moving:
      'The list at WeChat kept moving during the sync. Three passes did not agree, so nothing was marked as gone. Sync fully again once the editors are done.',
    count_differs:
      "WeChat's count differs from the copy here: old materials may have been deleted or edited, which an incremental sync does not see. A full sync is advised.",
    empty:
      'WeChat has no history for this account. Nothing has been added to history since February 2022; new content is in drafts.',
  },
  toFull: 'Do a full sync…',
  toDrafts: 'Go to drafts',

  firstFull: 'No sync has been completed yet; the first must be full',
  already: 'A sync is already under way',
  failedChange: 'That did not work',

  historyTitle: 'Earlier syncs',
  historyEmpty: 'Never synced',
  historyEmptyText: 'Begin with a full sync, which fetches the whole history; after that an incremental one will do.',
  state: {
    queued: 'Waiting',
    running: 'Running',
    paused: 'Paused',
    finished: 'Finished',
    failed: 'Failed',
    canceled: 'Stopped',
  },
  mode: { full: 'Full', incremental: 'Incremental', followers: 'Followers' },
  took: (p) => `took ${p.text}`,
  by: (p) => `started by ${p.name}`,
  loadMore: 'Earlier ones',

  followersMenu: 'Sync followers from WeChat',
  followersEmptyText: 'One sync tells who follows, which tags they have and how they came.',
  followersNever: 'The followers have not been synced yet',
  followersAt: (p) => `Followers synced at ${p.at}; pushes keep them up to date since`,
  planFollowers: 'Sync the followers',
  planPeople: 'Followers at WeChat',
  people: (p) => n(p.n),
  planLastFollowers: 'Last sync',
  planNobody: 'Nobody follows yet; there is nothing to fetch.',
  planFollowersSlow:
    'Tags and the list come first (10,000 people a call), then the tags, remark and origin of each (100 a call).',
  planFollowersWhen:
    'Pushes tell who follows and leaves, so this is seldom needed: after connecting, or when pushes were down for a while.',
  startFollowers: 'Sync the followers',
  listed: (p) => `list ${n(p.fetched)} / ${n(p.total)}`,
  detailed: (p) => `details ${n(p.detailed)} / ${n(p.total)}`,
  readingTags: 'reading the tags',
  unfollowed: (p) => `${n(p.n)} unfollowed`,
  stopFollowers: 'Whom it has fetched stays. The next one begins anew.',
  toFollowers: 'Sync again…',
  followerAdvice: {
    list_moving:
      'The list kept changing during the sync and did not add up in three passes, so nobody was erased. Sync again in a while.',
    empty: 'Nobody follows this account yet.',
  },
};
