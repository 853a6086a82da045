import { Checkbox, Input, Radio } from 'antd';
import type { Account } from '@/api/client';
import { Field } from '@/components/Field';
import { FormPage } from '@/components/FormPage';
import { PasswordField } from '@/components/PasswordField';
import { useTexts } from '@/locales/context';
import { AdvancedFields } from './AdvancedFields';
import { type AccountFields, changed } from './account-fields';
import s from './ConnectAccount.module.css';
import { useChangeAccount, useConnect } from './queries';
import { WhereToFind } from './WhereToFind';

type Props = {
  /** The account when this step is taken up again after it was saved. */
  account: Account | undefined;
  onSaved: (appId: string) => void;
};

/** ① AppID, AppSecret, name and kind. */
export function CredentialsStep({ account, onSaved }: Props) {
  const t = useTexts('accounts');
  const f = t.accounts.form;
  const connect = useConnect();
  const change = useChangeAccount(account?.app_id ?? '');
  const save = async (values: AccountFields) => {
    const { app_id, ...rest } = values;
    if (account) {
      await change.mutateAsync(changed(account, rest));
      onSaved(account.app_id);
      return;
    }
    const made = await connect.mutateAsync({
      ...changed(undefined, rest),
      app_id: (app_id ?? '').trim(),
      name: rest.name.trim(),
      kind: rest.kind,
    });
    onSaved(made.app_id);
  };
  return (
    <>
      <div className={s.head}>
        <h2>{f.credentials}</h2>
        <p>{f.credentialsText}</p>
      </div>
      <div className={s.beside}>
        <FormPage<AccountFields>
          label={f.credentials}
          wide
          guard
          initial={account ? { ...account, app_secret: '' } : { kind: 'service', verified: true }}
          submit={f.saveAndNext}
          onSubmit={save}
        >
          <div className={s.pair}>
            <Field
              name="app_id"
              label={f.appId}
              hint={account ? f.appIdKept : f.appIdHint}
              required={!account}
              pattern={{ is: /^\s*wx[0-9a-zA-Z]{10,30}\s*$/, otherwise: f.appIdWrong }}
            >
              <Input autoComplete="off" spellCheck={false} readOnly={Boolean(account)} />
            </Field>
            <Field
              name="app_secret"
              label={f.appSecret}
              hint={account?.has_app_secret ? f.appSecretKept : f.appSecretHint}
            >
              <PasswordField autoComplete="new-password" />
            </Field>
          </div>
          <Field name="name" label={f.name} hint={f.nameHint} required>
            <Input maxLength={60} />
          </Field>
          <Field name="kind" label={f.kind}>
            <Radio.Group
              options={[
                { value: 'service', label: t.account.kinds.service },
                { value: 'subscription', label: t.account.kinds.subscription },
              ]}
            />
          </Field>
          <Field name="verified" label="" valuePropName="checked">
            <Checkbox>{f.verified}</Checkbox>
          </Field>
          <AdvancedFields account={account} />
        </FormPage>
        <WhereToFind />
      </div>
    </>
  );
}
