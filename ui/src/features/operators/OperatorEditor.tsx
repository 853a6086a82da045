import { Input, Modal } from 'antd';
import type { Operator, Role } from '@/api/client';
import { Field } from '@/components/Field';
import { FormPage } from '@/components/FormPage';
import { PasswordField } from '@/components/PasswordField';
import { RoleChoice } from '@/components/RoleChoice';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { useAddOperator, useChangeOperator } from './queries';

type Values = { name: string; email: string; role: Role; password?: string };
type Props = { open: boolean; operator?: Operator | undefined; onClose: () => void };

/** The dialog that adds an operator or changes one. Email is the sign-in name and stays as it is. */
export function OperatorEditor({ open, operator, onClose }: Props) {
  const t = useTexts('operators');
  const o = t.operators;
  const add = useAddOperator();
  const change = useChangeOperator();
  const toast = useUndoToast();
  const save = async (values: Values) => {
    if (operator) {
      const { name, role, password } = values;
      await change.mutateAsync({ id: operator.id, name, role, ...(password ? { password } : {}) });
      toast({ text: o.saved });
    } else {
      await add.mutateAsync({ ...values, password: values.password ?? '' });
      toast({ text: o.added({ name: values.name }) });
    }
    onClose();
  };
  return (
    <Modal
      open={open}
      title={operator ? o.editTitle({ name: operator.name }) : o.addTitle}
      width={480}
      centered
      footer={null}
      closable={{ 'aria-label': t.actions.close }}
      onCancel={onClose}
    >
      {open ? (
        <FormPage<Values>
          key={operator?.id ?? 'new'}
          label={operator ? o.editTitle({ name: operator.name }) : o.addTitle}
          initial={operator ?? { role: 'operator' }}
          submit={operator ? t.actions.save : o.add}
          onSubmit={save}
        >
          <Field name="name" label={o.columns.name} required>
            <Input maxLength={40} autoComplete="off" />
          </Field>
          <Field name="email" label={o.columns.email} required>
            <Input type="email" autoComplete="off" disabled={Boolean(operator)} />
          </Field>
          <Field name="role" label={o.columns.role}>
            <RoleChoice />
          </Field>
          <Field
            name="password"
            label={operator ? o.newPassword : o.password}
            hint={operator ? o.newPasswordHint : o.passwordHint}
            required={!operator}
          >
            <PasswordField autoComplete="new-password" />
          </Field>
        </FormPage>
      ) : null}
    </Modal>
  );
}
