import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router';
import { Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '@/api/errors';
import { ErrorState } from '@/components/ErrorState';
import { Field } from '@/components/Field';
import { FormPage } from '@/components/FormPage';
import { PasswordField } from '@/components/PasswordField';
import { clock } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import { setupQuery, useSignIn, useSignInByCode } from './queries';
import { SessionCard } from './SessionCard';

const route = getRouteApi('/sign-in');

type Credentials = { email: string; password: string };

/** Signing in, by email and password or by the code of a one-time link. */
export function SignIn() {
  const t = useTexts('session');
  const { code } = route.useSearch();
  const [byCode, setByCode] = useState(code !== undefined);
  const setup = useQuery({ ...setupQuery, enabled: !byCode });
  const navigate = useNavigate();
  const needed = setup.data?.needed;
  useEffect(() => {
    if (needed) void navigate({ to: '/setup', replace: true });
  }, [needed, navigate]);

  if (byCode && code) return <ByCode code={code} onGiveUp={() => setByCode(false)} />;
  return (
    <SessionCard title={t.session.title}>
      <ByPassword />
    </SessionCard>
  );
}

/** Leads on to where the operator wanted to go; the page's own loading then reads everything anew. */
function useGoOn() {
  const router = useRouter();
  const { next } = route.useSearch();
  return async () => {
    await router.invalidate();
    router.history.replace(next ?? '/');
  };
}

function ByPassword() {
  const t = useTexts('session');
  const signIn = useSignIn();
  const goOn = useGoOn();
  const locked = useLocked(signIn.error);
  return (
    <FormPage<Credentials>
      label={t.session.title}
      submit={t.session.submit}
      submitting={t.session.submitting}
      blocked={locked ? t.session.locked({ at: clock(locked) }) : undefined}
      large
      onSubmit={async (values) => {
        await signIn.mutateAsync(values);
        await goOn();
      }}
    >
      <Field name="email" label={t.session.email} required={t.session.required.email}>
        <Input size="large" type="email" inputMode="email" autoComplete="username" autoFocus />
      </Field>
      <Field name="password" label={t.session.password} required={t.session.required.password}>
        <PasswordField autoComplete="current-password" large />
      </Field>
    </FormPage>
  );
}

/** Until when signing in is locked after too many tries; undefined when it is not, or no longer. */
function useLocked(error: unknown): Date | undefined {
  const now = useNow(1);
  if (!(error instanceof ApiError) || error.failure.retryAfter === undefined) return undefined;
  const until = new Date(error.at.getTime() + error.failure.retryAfter * 1000);
  return until.getTime() > now ? until : undefined;
}

function ByCode({ code, onGiveUp }: { code: string; onGiveUp: () => void }) {
  const t = useTexts('session');
  const { mutateAsync, error } = useSignInByCode();
  const goOn = useGoOn();
  const tried = useRef(false);
  useEffect(() => {
    // A code works once: a second render must not spend it again.
    if (tried.current) return;
    tried.current = true;
    mutateAsync(code).then(goOn, () => {});
  });
  return (
    <SessionCard title={t.session.title}>
      {error ? (
        <>
          <ErrorState error={error} inline />
          <button type="button" className="link" onClick={onGiveUp}>
            {t.session.codeFailed}
          </button>
        </>
      ) : (
        <p role="status">{t.session.byCode}</p>
      )}
    </SessionCard>
  );
}
