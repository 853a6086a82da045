import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { ErrorState } from '@/components/ErrorState';

/** A page that could not be shown at all: no connection at the start, or a fault of the page itself. */
export function Crash({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <ErrorState
      error={error}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}
