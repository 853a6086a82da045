import { queryOptions } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { keys } from '@/api/keys';
import { useMenuCall } from '@/api/menu';
import type { components } from '@/api/schema.gen';

type Schemas = components['schemas'];
export type Button = Schemas['Button'];
export type ConditionalMenu = Schemas['ConditionalMenu'];
export type Menu = Schemas['Menu'];
export type MenuChange = Schemas['MenuChange'];
export type MenuForm = Schemas['MenuForm'];
export type MenuPlan = Schemas['MenuPlan'];
export type MenuVersion = Schemas['MenuVersion'];

const path = (appId: string) => ({ params: { path: { app_id: appId } } });

/** What publishing the draft would change; WeChat is read for it at once. */
export const planQuery = (appId: string) =>
  queryOptions({
    queryKey: keys.menuPlan(appId),
    queryFn: ({ signal }) => answer(api.GET('/api/v1/accounts/{app_id}/menu/publish', { ...path(appId), signal })),
    staleTime: 0,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });

/** A page of the menus that were live, newest first. */
export const versionsQuery = (appId: string, cursor: string) =>
  queryOptions({
    queryKey: keys.menuVersions(appId, cursor),
    queryFn: ({ signal }) => {
      const query = { limit: 20, ...(cursor && { cursor }) };
      const params = { path: { app_id: appId }, query };
      return answer(api.GET('/api/v1/accounts/{app_id}/menu/versions', { params, signal }));
    },
    staleTime: 0,
  });

/** Replaces the draft. */
export const useSaveMenu = (appId: string) =>
  useMenuCall(appId, (body: MenuForm) => answer(api.PUT('/api/v1/accounts/{app_id}/menu', { ...path(appId), body })));

/** Makes the draft the menu that followers see. */
export const usePublishMenu = (appId: string) =>
  useMenuCall(appId, (body: Schemas['MenuPublish']) =>
    answer(api.POST('/api/v1/accounts/{app_id}/menu/publish', { ...path(appId), body })),
  );

/** Takes the menu away from followers. */
export const useRemoveMenu = (appId: string) =>
  useMenuCall(appId, (body: Schemas['MenuRemoval']) =>
    answer(api.POST('/api/v1/accounts/{app_id}/menu/remove', { ...path(appId), body })),
  );

/** Makes a menu that was live the draft. */
export const useRestoreVersion = (appId: string) =>
  useMenuCall(appId, (id: string) =>
    answer(
      api.POST('/api/v1/accounts/{app_id}/menu/versions/{id}/restore', { params: { path: { app_id: appId, id } } }),
    ),
  );
