import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { keys } from '@/api/keys';
import { codeFacetsQuery } from '@/api/qrcodes';

/** The facets; while WeChat makes the codes of a file they are asked anew, and the list with each that is made. */
export function useFacets(appId: string) {
  const cache = useQueryClient();
  const { data } = useQuery({
    ...codeFacetsQuery(appId),
    refetchInterval: (query) => (query.state.data?.pending ? 2500 : false),
  });
  const pending = data?.pending ?? 0;
  const before = useRef(pending);
  useEffect(() => {
    if (pending < before.current) void cache.invalidateQueries({ queryKey: keys.qrcodeLists(appId) });
    before.current = pending;
  }, [pending, cache, appId]);
  return data;
}
