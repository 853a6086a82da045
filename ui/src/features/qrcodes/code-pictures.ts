import { useMutation } from '@tanstack/react-query';
import { answer, api } from '@/api/client';
import { saveFile } from '@/lib/save-file';
import { captioned } from './captioned';
import { codeFilter, type QRCode } from './queries';
import type { CodeSearch } from './search';

/** How a picture is drawn: see the API's parameters of the same names. */
export type Drawing = { format: 'png' | 'svg'; size?: number; caption?: string; logo?: string };

/** The address of a code's present picture; another one once it is made anew. */
export function pictureAddress(appId: string, code: QRCode, drawing: Drawing): string {
  const { format, size, caption, logo } = drawing;
  const query = new URLSearchParams({ format });
  if (size) query.set('size', String(size));
  if (caption) query.set('caption', caption);
  if (logo) query.set('logo', logo);
  // Not for the server: a picture that is made anew is another one for the browser too.
  if (code.expires_at) query.set('made', code.expires_at);
  return `/api/v1/accounts/${encodeURIComponent(appId)}/qrcodes/${encodeURIComponent(code.id)}/picture?${query}`;
}

/** What is saved: one code, those that were selected, or all that the address lets through. */
export type Wanted = { code: QRCode } | { ids: readonly string[] } | { search: CodeSearch; total: number };

/** Saves the picture of one code, or a zip with those of many. A PNG's caption is drawn here: the server has no fonts. */
export function useSavePictures(appId: string) {
  return useMutation({
    mutationFn: async ({ wanted, drawing }: { wanted: Wanted; drawing: Drawing }) => {
      if ('code' in wanted) await saveOne(appId, wanted.code, drawing);
      else await saveMany(appId, wanted, drawing);
    },
  });
}

async function saveOne(appId: string, code: QRCode, { caption, ...drawing }: Drawing) {
  const onServer = drawing.format === 'svg' && caption ? { caption } : {};
  const picture = (await answer(
    api.GET('/api/v1/accounts/{app_id}/qrcodes/{id}/picture', {
      params: { path: { app_id: appId, id: code.id }, query: { ...drawing, ...onServer } },
      parseAs: 'blob',
    }),
  )) as unknown as Blob;
  const whole = caption && drawing.format === 'png' ? await captioned(picture, caption) : picture;
  saveFile(whole, `${fileName(code.name)}.${drawing.format}`);
}

async function saveMany(appId: string, wanted: Exclude<Wanted, { code: QRCode }>, drawing: Drawing) {
  const { format, size, logo } = drawing;
  const which = 'ids' in wanted ? { ids: [...wanted.ids] } : codeFilter(wanted.search);
  const zip = (await answer(
    api.GET('/api/v1/accounts/{app_id}/qrcodes/pictures.zip', {
      params: { path: { app_id: appId }, query: { ...which, format, ...(size && { size }), ...(logo && { logo }) } },
      parseAs: 'blob',
    }),
  )) as unknown as Blob;
  saveFile(zip, 'qrcodes.zip');
}

/** A name without what a file system gives a meaning to. */
export function fileName(name: string): string {
  return name.replace(/[/\\:*?"<>|\p{Cc}]/gu, '_').replace(/^[. ]+/, '') || 'qrcode';
}
