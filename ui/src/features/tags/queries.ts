import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, type TagSheet } from '@/api/client';
import { keys } from '@/api/keys';

/** Asks WeChat which tags there are, and how many have each. */
export function useRefreshTags(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answer(
        api.GET('/api/v1/accounts/{app_id}/tags', { params: { path: { app_id: appId }, query: { refresh: true } } }),
      ),
    onSuccess: (sheet) => cache.setQueryData(keys.tags(appId), sheet),
  });
}

/** Makes a tag, or renames the one with the id; at WeChat and here. */
export function useSaveTag(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: number | undefined; name: string }) => {
      const body = { name };
      return answer(
        id === undefined
          ? api.POST('/api/v1/accounts/{app_id}/tags', { params: { path: { app_id: appId } }, body })
          : api.PUT('/api/v1/accounts/{app_id}/tags/{id}', { params: { path: { app_id: appId, id } }, body }),
      );
    },
    onSuccess: (saved) => {
      cache.setQueryData(
        keys.tags(appId),
        (sheet: TagSheet | undefined) =>
          sheet && {
            ...sheet,
            items: sheet.items.map((tag) => (tag.id === saved.id ? { ...tag, name: saved.name } : tag)),
          },
      );
      return cache.invalidateQueries({ queryKey: keys.tags(appId) });
    },
  });
}

/** Deletes a tag, at WeChat and here, and takes it from everybody; 409 names the QR codes that give it. */
export function useDeleteTag(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      answer(api.DELETE('/api/v1/accounts/{app_id}/tags/{id}', { params: { path: { app_id: appId, id } } })),
    onSuccess: () =>
      Promise.all(
        ['tags', 'contacts', 'contact', 'tagging'].map((name) =>
          cache.invalidateQueries({ queryKey: [...keys.account(appId), name] }),
        ),
      ),
  });
}
