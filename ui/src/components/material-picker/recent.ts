import { recall, remember } from '@/lib/remembered';

/** How many of the items chosen lately stand on top of the picker. */
export const recentCount = 5;

/** The media_ids chosen lately in this browser for an account, the newest first. */
export function recentChoices(appId: string): string[] {
  try {
    const kept: unknown = JSON.parse(recall(`chosen.${appId}`) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id): id is string => typeof id === 'string').slice(0, recentCount) : [];
  } catch {
    return [];
  }
}

/** Puts the item in front of those chosen lately. */
export function rememberChoice(appId: string, mediaId: string): void {
  const ids = [mediaId, ...recentChoices(appId).filter((id) => id !== mediaId)].slice(0, recentCount);
  remember(`chosen.${appId}`, JSON.stringify(ids));
}
