import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { keys } from '@/api/keys';
import type { Group } from './PickerList';
import {
  type ChoiceFilter,
  choicesQuery,
  chosenQuery,
  pageLimit,
  readChoices,
  type Source,
  type Usage,
} from './queries';
import { recentChoices } from './recent';
import { choose } from './verdict';

type Words = { recent: string; all: string };

/**
 * What the picker shows of one source: the page, those chosen lately on top of the first page, and the way to other
 * pages. `refresh` reads the page from WeChat at once.
 */
export function useChoices(appId: string, usage: Usage, source: Source, q: string, words: Words) {
  const cache = useQueryClient();
  const [trail, setTrail] = useState<string[]>(['']);
  const [of, setOf] = useState(`${source} ${q}`);
  if (of !== `${source} ${q}`) {
    setOf(`${source} ${q}`);
    setTrail(['']);
  }
  const filter: ChoiceFilter = { use: usage.use, source, q, cursor: trail.at(-1) ?? '' };
  const page = useQuery(choicesQuery(appId, filter));
  const refresh = useMutation({
    mutationFn: () => readChoices(appId, filter, true),
    onSuccess: (choices) => cache.setQueryData(keys.picker(appId, filter), choices),
  });

  const [lately] = useState(() => recentChoices(appId));
  const onTop = q === '' && trail.length === 1;
  const recent = useQueries({
    queries: lately.map((id) => ({ ...chosenQuery(appId, id), enabled: onTop })),
    combine: (results) => results.flatMap((result) => (result.data ? [result.data] : [])),
  });

  // While another page or search of this source is on its way the old rows stay, but do not turn any further.
  const turning = page.isPlaceholderData;
  const shown = page.data?.source === source ? page.data : undefined;
  const groups = useMemo<Group[]>(() => {
    if (!shown) return [];
    const top = onTop ? recent.filter((m) => m.source === source).map((m) => choose(usage, m)) : [];
    const rest = shown.items.filter((item) => !top.some((t) => t.media_id === item.media_id));
    if (top.length === 0) return [{ name: words.all, choices: rest }];
    return [
      { name: words.recent, choices: top },
      { name: words.all, choices: rest },
    ];
  }, [shown, onTop, recent, source, usage, words.all, words.recent]);

  const from = (trail.length - 1) * pageLimit(source) + 1;
  return {
    page: shown,
    groups,
    range:
      shown && !turning
        ? { from, to: from + shown.items.length - 1, total: shown.total, more: Boolean(shown.total_more) }
        : undefined,
    pending: page.isPending || turning,
    error: page.error,
    retry: () => void page.refetch(),
    refresh: refresh.mutate,
    refreshing: refresh.isPending,
    next: shown?.next_cursor && !turning ? () => setTrail([...trail, shown.next_cursor]) : undefined,
    previous: trail.length > 1 && !turning ? () => setTrail(trail.slice(0, -1)) : undefined,
  };
}
