import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { useCallback } from 'react';
import type { Material } from '@/api/client';
import { asApiError } from '@/api/errors';
import { useUndoToast } from '@/components/use-undo-toast';
import { copyText } from '@/lib/clipboard';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import { useSyncOne, useWriteNote } from './queries';

/** The address of the material's first article that has one; '' where none has. */
export function linkOf(material: Material): string {
  return material.articles.find((article) => article.url)?.url ?? '';
}

/** What can be done with one material from its row and from the drawer. */
export function useMaterialActions(appId: string) {
  const texts = useTexts('materials', 'syncs');
  const t = texts.materials;
  const { message } = App.useApp();
  const toast = useUndoToast();
  const navigate = useNavigate();
  const { mutateAsync: write } = useWriteNote(appId);
  const syncing = useSyncOne(appId);
  const { mutate: sync } = syncing;

  const copy = useCallback(
    async (text: string, said: string) => {
      if (await copyText(text)) void message.success(said);
      else void message.warning(t.copyFailed);
    },
    [message, t],
  );
  const copyLink = useCallback(
    (material: Material) => {
      const link = linkOf(material);
      if (!link) void message.info(t.noLink);
      else void copy(link, material.source === 'draft' ? t.temporaryLink : t.linkCopied);
    },
    [copy, message, t],
  );
  const copyTitles = useCallback(
    (materials: readonly Material[]) =>
      void copy(materials.map((m) => m.title).join('\n'), t.titlesCopied({ n: materials.length })),
    [copy, t],
  );
  /** Rejects where the server refuses, so that the editor keeps what was typed. */
  const writeNote = useCallback(
    async (material: Material, text: string) => {
      const before = material.note;
      await write({ mediaId: material.media_id, text });
      const undo = () =>
        void write({ mediaId: material.media_id, text: before }).catch(() => message.error(texts.note.failed));
      toast({ text: text ? t.noteSaved : t.noteCleared, undo });
    },
    [write, toast, message, t, texts],
  );
  const syncOne = useCallback(
    (material: Material) =>
      sync(material.media_id, {
        onSuccess: (fresh) =>
          void message.success((fresh.gone ? t.syncedGone : t.synced)({ title: fresh.title || material.title })),
        onError: (error) => {
          const { title, cure } = failureWords(texts, asApiError(error).failure);
          void message.error(`${title}${texts.syncs.comma}${cure}`, 6);
        },
      }),
    [sync, message, t, texts],
  );
  const sendInMass = useCallback(
    (material: Material) =>
      void navigate({
        to: '/accounts/$appId/mass-sends/$id',
        params: { appId, id: 'new' },
        search: { material: material.media_id },
      }),
    [navigate, appId],
  );
  const putOnMenu = useCallback(
    (material: Material) =>
      void navigate({ to: '/accounts/$appId/menu', params: { appId }, search: { put: material.media_id } }),
    [navigate, appId],
  );
  return {
    copyLink,
    copyTitles,
    writeNote,
    syncOne,
    /** Leads to a new mass send of it. */
    sendInMass,
    /** Leads to the menu, where a button is chosen that sends it. */
    putOnMenu,
    /** The item that is being fetched. */
    syncingId: syncing.isPending ? syncing.variables : undefined,
  };
}
