import { useBlocker } from '@tanstack/react-router';
import { useTexts } from '@/locales/context';

type Props = {
  when: boolean;
  /** What is not saved lives on the page itself: what else its address holds may change. */
  page?: boolean;
};

/** Asks once before the page is left while something on it is not saved. */
export function LeaveGuard({ when, page }: Props) {
  const t = useTexts();
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      when && !(page && current.pathname === next.pathname) && !window.confirm(t.leave),
    enableBeforeUnload: when,
    disabled: !when,
  });
  return null;
}
