import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import type { Role } from '@/api/client';
import { CopyButton } from '@/components/CopyButton';
import { Field } from '@/components/Field';
import { FormPage } from '@/components/FormPage';
import { RoleChoice } from '@/components/RoleChoice';
import { useTexts } from '@/locales/context';
import { useMakeToken } from './queries';
import s from './tokens.module.css';

type Values = { name: string; role: Role };

/** The dialog that makes a token and shows it, this once. */
export function TokenMaker({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTexts('tokens');
  const k = t.tokens;
  const make = useMakeToken();
  const [made, setMade] = useState<string>();
  const close = () => {
    setMade(undefined);
    onClose();
  };
  return (
    <Modal
      open={open}
      title={made ? k.madeTitle : k.addTitle}
      width={520}
      centered
      footer={null}
      mask={{ closable: !made }}
      keyboard={!made}
      closable={made ? false : { 'aria-label': t.actions.close }}
      onCancel={close}
    >
      {made ? (
        <Made token={made} onStored={close} />
      ) : open ? (
        <FormPage<Values>
          label={k.addTitle}
          initial={{ role: 'operator' }}
          submit={k.create}
          onSubmit={async (values) => setMade((await make.mutateAsync(values)).token)}
        >
          <Field name="name" label={k.name} hint={k.nameHint} required>
            <Input maxLength={40} autoComplete="off" autoFocus />
          </Field>
          <Field name="role" label={k.role}>
            <RoleChoice />
          </Field>
        </FormPage>
      ) : null}
    </Modal>
  );
}

function Made({ token, onStored }: { token: string; onStored: () => void }) {
  const t = useTexts('tokens');
  const k = t.tokens;
  const usage = `curl -H 'Authorization: Bearer ${token}' ${window.location.origin}/api/v1/accounts`;
  return (
    <div className={s.made}>
      <p className={s.warn} role="status">
        {k.madeText}
      </p>
      <p className={s.token}>
        <code>{token}</code>
      </p>
      <div className={s.actions}>
        <CopyButton text={token} label={k.copy} type="primary" />
        <Button onClick={onStored}>{k.stored}</Button>
      </div>
      <details>
        <summary>{k.usage}</summary>
        <pre className={s.usage}>
          <code>{usage}</code>
        </pre>
      </details>
    </div>
  );
}
