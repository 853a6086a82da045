import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema.gen';

export type Reply = components['schemas']['Reply'];
export type ReplyKind = Reply['kind'];
export type Picture = components['schemas']['Picture'];
export type Conversation = components['schemas']['Conversation'];

/** The most bytes a text may have; the server refuses longer ones. */
export const maxText = 2048;

/** What is sent in place of an article where no other fallback text is given; followers read Chinese. */
export const defaultFallback = '内容已更新，请稍后再试';

/** The most bytes a picture may have, as WeChat takes them. */
export const maxPicture = 10 * 1024 * 1024;

/** The pictures that were uploaded for replies, newest first. */
export const picturesQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.replyPictures(appId),
    queryFn: async ({ signal }) => {
      const params = { path: { app_id: appId } };
      return (await answer(api.GET('/api/v1/accounts/{app_id}/reply-pictures', { params, signal }))).items;
    },
    staleTime: 60_000,
  });

/** All conversations of the account. */
export const conversationsQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.conversations(appId),
    queryFn: async ({ signal }) => {
      const params = { path: { app_id: appId } };
      return (await answer(api.GET('/api/v1/accounts/{app_id}/conversations', { params, signal }))).items;
    },
  });

/** Uploads a picture to WeChat and keeps it here. */
export function useAddPicture(appId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (file: File) =>
      answer(
        api.POST('/api/v1/accounts/{app_id}/reply-pictures', {
          params: { path: { app_id: appId }, query: { name: file.name } },
          headers: { 'Content-Type': 'application/octet-stream' },
          body: file as unknown as string,
          bodySerializer: (body: unknown) => body as Blob,
        }),
      ),
    onSuccess: (made) => {
      client.setQueryData(picturesQuery(appId).queryKey, (old: Picture[] = []) => [made, ...old]);
      void client.invalidateQueries({ queryKey: keys.replyPictures(appId) });
    },
  });
}
