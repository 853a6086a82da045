import { useQuery } from '@tanstack/react-query';
import { App, Input, Segmented } from 'antd';
import { useState } from 'react';
import { sessionQuery } from '@/api/session';
import { Card } from '@/components/Card';
import { Facts } from '@/components/Facts';
import { Field } from '@/components/Field';
import { FormPage } from '@/components/FormPage';
import { PageHead } from '@/components/PageHead';
import { PasswordField } from '@/components/PasswordField';
import { useLocale, useTexts } from '@/locales/context';
import { type Language, languages } from '@/locales/texts';
import s from './GeneralPage.module.css';
import { useChangeProfile, versionQuery } from './queries';

/** One's own account, language, and what is true of this installation. */
export function GeneralPage() {
  const t = useTexts('settings');
  const g = t.settings;
  const { data } = useQuery(sessionQuery);
  const version = useQuery(versionQuery);
  const operator = data?.operator;
  return (
    <>
      <PageHead title={g.title} desc={g.desc} />
      <div className={s.grid}>
        <Card title={g.me}>
          {operator ? (
            <>
              <div className={s.facts}>
                <Facts
                  plain
                  facts={[
                    [g.email, operator.email],
                    [g.role, t.roles[operator.role]],
                  ]}
                />
              </div>
              <Name name={operator.name} />
            </>
          ) : null}
        </Card>
        <Card title={g.password}>
          <Password />
        </Card>
        <Card title={g.language}>
          <LanguageChoice />
        </Card>
        <Card title={g.time}>
          <p className={s.text}>{g.timeText}</p>
          <Facts plain facts={[[g.version, version.data ? versionWords(version.data) : '–']]} />
        </Card>
      </div>
    </>
  );
}

function versionWords({ version, commit }: { version: string; commit: string }) {
  return commit ? `${version} (${commit.slice(0, 8)})` : version;
}

function Name({ name }: { name: string }) {
  const t = useTexts('settings');
  const { message } = App.useApp();
  const change = useChangeProfile();
  return (
    <FormPage<{ name: string }>
      label={t.settings.me}
      initial={{ name }}
      submit={t.actions.save}
      quiet
      guard
      onSubmit={async (values) => {
        await change.mutateAsync(values);
        void message.success(t.settings.nameSaved);
      }}
    >
      <Field name="name" label={t.settings.name} required>
        <Input maxLength={40} autoComplete="name" />
      </Field>
    </FormPage>
  );
}

function Password() {
  const t = useTexts('settings');
  const g = t.settings;
  const { message } = App.useApp();
  const change = useChangeProfile();
  // A new key makes a new, empty form: what was typed must not stay on the page.
  const [round, setRound] = useState(0);
  return (
    <FormPage<{ current_password: string; password: string }>
      key={round}
      label={g.password}
      submit={g.changePassword}
      quiet
      onSubmit={async (values) => {
        await change.mutateAsync(values);
        setRound((n) => n + 1);
        void message.success(g.passwordChanged);
      }}
    >
      <Field name="current_password" label={g.currentPassword} required>
        <PasswordField autoComplete="current-password" />
      </Field>
      <Field name="password" label={g.newPassword} hint={t.password.hint} required>
        <PasswordField autoComplete="new-password" />
      </Field>
    </FormPage>
  );
}

function LanguageChoice() {
  const t = useTexts('settings');
  const { language, setLanguage } = useLocale();
  const change = useChangeProfile();
  return (
    <Segmented<Language>
      aria-label={t.settings.language}
      value={language}
      options={languages.map((value) => ({ value, label: t.settings.languages[value] }))}
      onChange={(value) => {
        setLanguage(value);
        change.mutate({ language: value });
      }}
    />
  );
}
