import type { Message } from '@/api/client';
import { failureWords } from '@/locales/failure-words';
import type { Texts } from '@/locales/texts';

type Outcome = Pick<Message, 'state' | 'reason' | 'problem'>;

/** Reports whether a message did not go out, or may not have. */
export function isLost(message: Pick<Message, 'state'>): boolean {
  return message.state === 'unsent' || message.state === 'unknown';
}

/**
 * Why a message did not go out, and what to do; for one that did, why its fallback text stood in. Undefined where all
 * went well. What WeChat said of it is more precise than the reason alone, but for the reasons with a cure of their own.
 */
export function reasonWords(texts: Texts<'activity'>, message: Outcome): { title: string; cure: string } | undefined {
  const { problem, reason = '' } = message;
  const told = () =>
    problem &&
    failureWords(texts, { code: problem.code, kind: problem.kind, params: problem.params, wechat: problem.wechat });
  if (!isLost(message)) return message.state === 'sent' && problem ? told() || undefined : undefined;
  if (problem && (reason === 'refused' || reason === '')) return told() || undefined;
  const known: Record<string, () => { title: string; cure: string }> = texts.activity.reasons;
  return (known[reason] ?? texts.activity.reasons.other)();
}
