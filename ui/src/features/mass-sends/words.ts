import type { Tag } from '@/api/client';
import { clock, parts } from '@/lib/dates';
import type { Texts } from '@/locales/texts';
import type { MassCheck, MassSend } from './queries';

type T = Texts<'massSends'>;

/** To whom a send goes, in words. */
export function audienceWords({ massSends: t }: T, { audience }: MassSend, tags: readonly Tag[] | undefined): string {
  if (audience.kind === 'all') return t.audiences.all;
  if (audience.kind === 'openids') return `${t.audiences.openids} · ${t.people({ n: audience.people })}`;
  const id = audience.tag_id ?? 0;
  const name = tags?.find((tag) => tag.id === id)?.name;
  return name ? t.tagOf({ name }) : t.unknownTag({ id });
}

/** The reason and its cure; undefined where the state says all. */
export function reasonWords({ massSends: t }: T, reason: string): { title: string; cure: string } | undefined {
  return Object.hasOwn(t.reasons, reason) ? t.reasons[reason as keyof typeof t.reasons] : undefined;
}

/** A state in words; one that this screen does not know stays as the server names it. */
export function stateWords({ massSends: t }: T, state: string): string {
  return Object.hasOwn(t.states, state) ? t.states[state as keyof typeof t.states] : state;
}

/** Reports whether a second operator has to approve the send. */
export function waits({ state, approval }: MassSend): boolean {
  return state === 'draft' && approval !== null && !approval.approved_by;
}

/** The state in words, with a draft that waits for a second operator told apart. */
export function waitsOrState(texts: T, send: MassSend): string {
  return waits(send) ? texts.massSends.approvalWaits : stateWords(texts, send.state);
}

/** What a check found, in words. */
export function checkWords(texts: T, { code, reason, params = {} }: MassCheck): string {
  const of: Record<string, Record<string, (p: Record<string, string>) => string>> = texts.massSends.check;
  const told = params.at ? { ...params, at: moment(texts, params.at) } : params;
  return of[code]?.[reason]?.(told) ?? [code, reason].filter(Boolean).join(' ');
}

/** A time in a sentence, always whole: 11 月 22 日 20:00. */
export function moment(texts: T, at: string | number | Date): string {
  const { month, day } = parts(at);
  return texts.time.at({ month, day, clock: clock(at) });
}
