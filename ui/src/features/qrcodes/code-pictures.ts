import type { QRCode } from './queries';

/** How a picture is drawn: see the API's parameters of the same names. */
export type Drawing = { format?: 'png' | 'svg'; size?: number; caption?: string; logo?: string };

/** The address of a code's present picture; another one once it is made anew. */
export function pictureAddress(appId: string, code: QRCode, drawing: Drawing): string {
  const { format = 'png', size, caption, logo } = drawing;
  const query = new URLSearchParams({ format });
  if (size) query.set('size', String(size));
  if (caption) query.set('caption', caption);
  if (logo) query.set('logo', logo);
  const made = code.expires_at ? `#${code.expires_at}` : '';
  return `/api/v1/accounts/${encodeURIComponent(appId)}/qrcodes/${encodeURIComponent(code.id)}/picture?${query}${made}`;
}
