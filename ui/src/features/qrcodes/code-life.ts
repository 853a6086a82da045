import type { QRCode } from './queries';

const aDay = 24 * 60 * 60 * 1000;

/** How a code stands: with WeChat's problem in the way, without end, ended, or with about so many days left. */
export type Life =
  | { state: 'pending' | 'refused' | 'permanent' | 'ended' }
  | { state: 'lives'; days: number; hours: number };

/** How the code stands now. */
export function lifeOf(code: Pick<QRCode, 'problem' | 'kind' | 'expires_at'>, now: number): Life {
  if (code.problem) return { state: code.problem.code === 'qrcode.pending' ? 'pending' : 'refused' };
  if (code.kind === 'permanent' || !code.expires_at) return { state: 'permanent' };
  const left = new Date(code.expires_at).getTime() - now;
  if (left <= 0) return { state: 'ended' };
  return { state: 'lives', days: Math.max(1, Math.round(left / aDay)), hours: Math.ceil(left / (aDay / 24)) };
}
