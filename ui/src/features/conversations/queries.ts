import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema.gen';

export type { Conversation, Reply } from '@/components/reply-editor/queries';
export type ConversationForm = components['schemas']['ConversationForm'];
export type UsedBy = components['schemas']['UsedBy'];

/** One conversation as it is saved now. */
export const conversationQuery = (appId: string, id: string) =>
  queryOptions({
    queryKey: keys.conversation(appId, id),
    queryFn: ({ signal }) =>
      answer(
        api.GET('/api/v1/accounts/{app_id}/conversations/{id}', { params: { path: { app_id: appId, id } }, signal }),
      ),
    staleTime: 0,
  });

/** Writes a new conversation, or replaces the one with the id. */
export function useSaveConversation(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { id: string | undefined; body: ConversationForm }) =>
      answer(
        id
          ? api.PUT('/api/v1/accounts/{app_id}/conversations/{id}', { params: { path: { app_id: appId, id } }, body })
          : api.POST('/api/v1/accounts/{app_id}/conversations', { params: { path: { app_id: appId } }, body }),
      ),
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.conversations(appId) }),
  });
}

/** Removes a conversation with its counts; `force` also while something leads to it. */
export function useDeleteConversation(appId: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ id, force }: { id: string; force: boolean }) =>
      answer(
        api.DELETE('/api/v1/accounts/{app_id}/conversations/{id}', {
          params: { path: { app_id: appId, id }, query: force ? { force } : {} },
        }),
      ),
    // Its own answer is not asked for again: it is gone.
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.conversations(appId), exact: true }),
  });
}
