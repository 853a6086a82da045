import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { Input } from 'antd';
import { useEffect } from 'react';
import { Field } from '@/components/Field';
import { FormPage } from '@/components/FormPage';
import { PasswordField } from '@/components/PasswordField';
import { useTexts } from '@/locales/context';
import { setupQuery, useSetUp } from './queries';
import { SessionCard } from './SessionCard';

type Values = { code: string; name: string; email: string; password: string };

/** The very first start: creates the first operator with the code that the server printed. */
export function SetUp() {
  const t = useTexts('session');
  const router = useRouter();
  const navigate = useNavigate();
  const setUp = useSetUp();
  const { data } = useQuery(setupQuery);
  const done = data?.needed === false && !setUp.isPending && !setUp.isSuccess;
  useEffect(() => {
    if (done) void navigate({ to: '/sign-in', replace: true });
  }, [done, navigate]);
  return (
    <SessionCard title={t.session.setup.title} text={t.session.setup.text}>
      <FormPage<Values>
        label={t.session.setup.title}
        submit={t.session.setup.submit}
        submitting={t.session.setup.submitting}
        large
        onSubmit={async (values) => {
          await setUp.mutateAsync({ ...values, code: values.code.trim() });
          await router.invalidate();
          router.history.replace('/');
        }}
      >
        <Field
          name="code"
          label={t.session.setup.code}
          hint={t.session.setup.codeHint}
          required={t.session.required.code}
        >
          <Input size="large" autoComplete="one-time-code" spellCheck={false} autoFocus />
        </Field>
        <Field name="name" label={t.session.setup.name} required={t.session.required.name}>
          <Input size="large" autoComplete="name" maxLength={40} />
        </Field>
        <Field name="email" label={t.session.email} required={t.session.required.email}>
          <Input size="large" type="email" inputMode="email" autoComplete="username" />
        </Field>
        <Field name="password" label={t.session.password} hint={t.password.hint} required={t.session.required.password}>
          <PasswordField autoComplete="new-password" large />
        </Field>
      </FormPage>
    </SessionCard>
  );
}
