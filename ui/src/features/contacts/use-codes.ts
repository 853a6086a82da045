import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { codesQuery, foundCodesQuery } from '@/api/qrcodes';

/** A QR code as the condition on it names it. */
export type CodeChoice = { scene: string; name: string; place: string };

/**
 * The QR codes that the condition on them offers: the newest, or those found by name or scene, while `open`. The one
 * chosen has its name however old it is, and is offered first where it is not among the newest.
 */
export function useCodes(appId: string, chosen: string | undefined, open: boolean) {
  const [q, setQ] = useState('');
  const words = q.trim();
  const { data: found, error } = useQuery({ ...foundCodesQuery(appId, words), enabled: open });
  const { data: ofScene } = useQuery({
    ...codesQuery(appId, { scene: chosen ?? '', limit: 1 }),
    staleTime: 60_000,
    enabled: chosen !== undefined,
  });
  const items = found?.items.map(choice) ?? [];
  const first = chosen === undefined ? undefined : ofScene?.items.map(choice).find(({ scene }) => scene === chosen);
  const codes = first && !words && !items.some(({ scene }) => scene === chosen) ? [first, ...items] : items;
  return { q, setQ, codes, chosen: first, reading: found === undefined, more: Boolean(found?.next_cursor), error };
}

function choice({ scene, name, source, campaign }: { scene: string; name: string; source: string; campaign: string }) {
  return { scene, name, place: [source, campaign].filter(Boolean).join(' · ') };
}
