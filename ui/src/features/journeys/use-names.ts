import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { answer, api, type Material } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema.gen';
import { tagsQuery } from '@/api/tags';
import { chosenQuery } from '@/components/material-picker/queries';
import type { Graph } from './types';
import type { Names } from './words';

type Button = components['schemas']['Button'];

/** The menu as it is drafted and as followers see it, for the names of its buttons. */
export const menuQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.menu(appId),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/menu', { params: { path: { app_id: appId } }, signal })),
    staleTime: 30_000,
  });

const codeQuery = (appId: string, id: string) =>
  queryOptions({
    queryKey: keys.qrcode(appId, id),
    queryFn: ({ signal }) =>
      answer(api.GET('/api/v1/accounts/{app_id}/qrcodes/{id}', { params: { path: { app_id: appId, id } }, signal })),
    staleTime: 60_000,
    retry: false,
  });

/** What a tap on each button of a menu names, with the button's name; those of followers' menus too. */
export function targetsOf(state: components['schemas']['MenuState'] | undefined): Map<string, string> {
  const targets = new Map<string, string>();
  const all = (buttons: readonly Button[]) => {
    for (const button of buttons) {
      const target = targetOf(button);
      if (target) targets.set(target, button.name);
      all(button.buttons ?? []);
    }
  };
  for (const menu of [state?.live?.menu, state?.draft]) {
    if (!menu) continue;
    all(menu.buttons);
    for (const conditional of menu.conditional) all(conditional.buttons);
  }
  return targets;
}

/** As the server's `Button.Target`: the key, a page's address or a mini program's path. */
function targetOf({ id, action, url, pagepath }: Button): string {
  if (action === 'send' || action === 'scan') return `tuwen:${id}`;
  return (action === 'page' ? url : action === 'mini_program' ? pagepath : '') ?? '';
}

/** The names that a journey's words need, and the materials it sends, by their ids. */
export function useNames(appId: string, graph: Graph): { names: Names; materials: ReadonlyMap<string, Material> } {
  const tags = useQuery(tagsQuery(appId)).data?.items;
  const taps = JSON.stringify(graph).includes('"tap"');
  const menu = useQuery({ ...menuQuery(appId), enabled: taps }).data;
  const codeIds = (graph.trigger.code_ids ?? []).slice(0, 3);
  const codes = useQueries({
    queries: codeIds.map((id) => codeQuery(appId, id)),
    combine: (found) => new Map(found.flatMap(({ data }) => (data ? [[data.id, data.name] as const] : []))),
  });
  const mediaIds = [
    ...new Set(graph.steps.flatMap(({ reply }) => (reply?.kind === 'material' && reply.media_id) || [])),
  ];
  const materials = useQueries({
    queries: mediaIds.map((id) => chosenQuery(appId, id)),
    combine: (found) => new Map(found.flatMap(({ data }) => (data ? [[data.media_id, data] as const] : []))),
  });
  return { names: { tags, codes, buttons: taps ? targetsOf(menu) : undefined }, materials };
}
