import { useBlocker } from '@tanstack/react-router';
import { useTexts } from '@/locales/context';

/** Asks once before the page is left while something on it is not saved. */
export function LeaveGuard({ when }: { when: boolean }) {
  const t = useTexts();
  useBlocker({ shouldBlockFn: () => when && !window.confirm(t.leave), enableBeforeUnload: when, disabled: !when });
  return null;
}
