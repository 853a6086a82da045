/**
 * The query cache's keys, in one place so that nothing is invalidated by a mistyped string. Keys of one account begin
 * with `['accounts', appId]`: invalidating that prefix renews everything that is shown of it.
 */
export const keys = {
  setup: ['setup'] as const,
  session: ['session'] as const,
  version: ['version'] as const,
  operators: ['operators'] as const,
  tokens: ['tokens'] as const,
  audit: (filter: Record<string, unknown> = {}) => ['audit', filter] as const,
  usages: ['usages'] as const,
  accounts: ['accounts'] as const,
  account: (appId: string) => ['accounts', appId] as const,
  overview: (appId: string) => ['accounts', appId, 'overview'] as const,
  diagnosis: (appId: string) => ['accounts', appId, 'diagnosis'] as const,
  quotas: (appId: string) => ['accounts', appId, 'quotas'] as const,
  drafts: (appId: string) => ['accounts', appId, 'drafts'] as const,
  history: (appId: string, filter: Record<string, unknown> = {}) => ['accounts', appId, 'history', filter] as const,
  published: (appId: string, offset: number) => ['accounts', appId, 'published', offset] as const,
  picker: (appId: string, filter: Record<string, unknown>) => ['accounts', appId, 'picker', filter] as const,
  material: (appId: string, mediaId: string) => ['accounts', appId, 'materials', mediaId] as const,
  replyPictures: (appId: string) => ['accounts', appId, 'reply-pictures'] as const,
  replyRules: (appId: string) => ['accounts', appId, 'reply-rules'] as const,
  conversations: (appId: string) => ['accounts', appId, 'conversations'] as const,
  syncs: (appId: string) => ['accounts', appId, 'syncs'] as const,
  sync: (appId: string, id: string) => ['accounts', appId, 'syncs', id] as const,
  syncPlan: (appId: string, mode: string) => ['accounts', appId, 'syncs', 'plan', mode] as const,
};
