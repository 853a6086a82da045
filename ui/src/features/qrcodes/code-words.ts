import type { Tag } from '@/api/client';
import type { Texts } from '@/locales/texts';
import type { Life } from './code-life';
import type { QRCode } from './queries';

/** Where a code stands and what for: 门店 · 周末市集. */
export function placeWords({ qrcodes: t }: Texts<'qrcodes'>, { source, campaign }: QRCode): string {
  return [source, campaign].filter(Boolean).join(' · ') || t.noPlace;
}

/** How long a code lives, or what keeps it from living: 还剩 12 天. */
export function lifeWords({ qrcodes: t }: Texts<'qrcodes'>, life: Life): string {
  if (life.state !== 'lives') return t.life[life.state];
  return life.hours <= 24 ? t.life.hours({ n: life.hours }) : t.life.days({ n: life.days });
}

/** The names of tags by their ids; those that are gone are told by their number. */
export function tagNames({ qrcodes: t }: Texts<'qrcodes'>, ids: readonly number[], tags: readonly Tag[]): string[] {
  return ids.map((id) => tags.find((tag) => tag.id === id)?.name ?? t.detail.tagGone({ id }));
}
