import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { App, Button, Checkbox, Input, Radio } from 'antd';
import { ChevronLeft, FileText, MessageSquareText, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useAccount } from '@/api/accounts';
import type { Account } from '@/api/client';
import { useMay } from '@/api/session';
import { Card } from '@/components/Card';
import { ConfirmImpact } from '@/components/ConfirmImpact';
import { EmptyState } from '@/components/EmptyState';
import { Field } from '@/components/Field';
import { FormPage } from '@/components/FormPage';
import { PageHead } from '@/components/PageHead';
import { PasswordField } from '@/components/PasswordField';
import { useTexts } from '@/locales/context';
import s from './AccountSettings.module.css';
import { AdvancedFields } from './AdvancedFields';
import { type AccountFields, changed } from './account-fields';
import { Checks } from './Checks';
import c from './ConnectAccount.module.css';
import { PushSettings } from './PushSettings';
import { useChangeAccount, useRemoveAccount } from './queries';

const route = getRouteApi('/shell/settings/accounts/$appId');

/** One account: its own fields, what it can do, push, removal. */
export function AccountSettings() {
  const t = useTexts('accounts');
  const { appId } = route.useParams();
  const account = useAccount(appId);
  const admin = useMay('admin');
  if (!account) return <EmptyState drawing="lost" title={t.noAccount.title} text={t.noAccount.text} />;
  return (
    <>
      <PageHead
        above={
          <Link to="/settings/accounts" className={c.back}>
            <ChevronLeft size={15} aria-hidden="true" />
            {t.accounts.title}
          </Link>
        }
        title={t.accounts.settings.title({ name: account.name })}
        desc={t.accounts.settings.desc}
      />
      <div className={s.grid}>
        {admin ? <Basics key={account.app_id} account={account} /> : null}
        <Checks account={account} title={t.accounts.settings.checks} desc={t.accounts.settings.checksEmpty} />
        {admin ? <PushSettings account={account} /> : null}
        {admin ? <Removal account={account} /> : null}
      </div>
    </>
  );
}

function Basics({ account }: { account: Account }) {
  const t = useTexts('accounts');
  const f = t.accounts.form;
  const { message } = App.useApp();
  const change = useChangeAccount(account.app_id);
  const save = async (fields: AccountFields) => {
    await change.mutateAsync(changed(account, fields));
    void message.success(t.accounts.settings.saved);
  };
  const initial: Partial<AccountFields> = {
    name: account.name,
    kind: account.kind,
    verified: account.verified,
    encryption: account.encryption,
    api_base_url: account.api_base_url,
    external_token_url: account.external_token_url ?? '',
    original_id: account.original_id ?? '',
  };
  return (
    <Card title={t.accounts.settings.basics} aside={<code>{account.app_id}</code>}>
      <FormPage<AccountFields>
        label={t.accounts.settings.basics}
        wide
        guard
        initial={initial}
        submit={f.save}
        onSubmit={save}
      >
        <div className={c.pair}>
          <Field name="name" label={f.name} required>
            <Input maxLength={60} />
          </Field>
          <Field
            name="app_secret"
            label={f.appSecret}
            hint={account.has_app_secret ? f.appSecretKept : f.appSecretHint}
          >
            <PasswordField autoComplete="new-password" />
          </Field>
          <Field name="kind" label={f.kind}>
            <Radio.Group
              options={[
                { value: 'service', label: t.account.kinds.service },
                { value: 'subscription', label: t.account.kinds.subscription },
              ]}
            />
          </Field>
          <Field name="encryption" label={f.encryption}>
            <Radio.Group
              options={(['safe', 'compatible', 'plain'] as const).map((value) => ({
                value,
                label: t.accounts.encryptions[value],
              }))}
            />
          </Field>
          <Field
            name="message_token"
            label={f.messageToken}
            hint={account.has_message_token ? f.kept : f.messageTokenHint}
            pattern={{ is: /^[A-Za-z0-9]{3,32}$/, otherwise: f.messageTokenWrong }}
          >
            <PasswordField autoComplete="new-password" />
          </Field>
          <Field
            name="encoding_aes_key"
            label={f.aesKey}
            hint={account.has_encoding_aes_key ? f.kept : f.aesKeyHint}
            pattern={{ is: /^[A-Za-z0-9]{43}$/, otherwise: f.aesKeyWrong }}
          >
            <PasswordField autoComplete="new-password" />
          </Field>
        </div>
        <Field name="verified" label="" valuePropName="checked">
          <Checkbox>{f.verified}</Checkbox>
        </Field>
        <AdvancedFields account={account} />
      </FormPage>
    </Card>
  );
}

function Removal({ account }: { account: Account }) {
  const t = useTexts('accounts');
  const x = t.accounts.settings;
  const { message } = App.useApp();
  const navigate = useNavigate();
  const remove = useRemoveAccount(account.app_id);
  const [open, setOpen] = useState(false);
  const confirm = async () => {
    const { name } = account;
    await remove.mutateAsync();
    await navigate({ to: '/settings/accounts' });
    void message.success(x.removed({ name }));
  };
  return (
    <Card title={x.remove} desc={x.removeText}>
      <Button danger onClick={() => setOpen(true)}>
        {x.removeButton}
      </Button>
      <ConfirmImpact
        open={open}
        title={x.removeTitle({ name: account.name })}
        facts={[
          { icon: FileText, name: x.removeFacts.copies, value: x.removeAll },
          { icon: MessageSquareText, name: x.removeFacts.notes, value: x.removeAll },
          { icon: ShieldCheck, name: x.removeFacts.wechat, value: x.untouched },
        ]}
        consequence={t.confirm.noUndo}
        confirm={x.removeConfirm}
        danger
        typeText={account.name}
        busy={remove.isPending}
        error={remove.error}
        onConfirm={() => void confirm().catch(() => {})}
        onCancel={() => setOpen(false)}
      />
    </Card>
  );
}
