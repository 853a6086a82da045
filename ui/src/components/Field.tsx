import { Form, type FormItemProps } from 'antd';
import type { ReactElement, ReactNode } from 'react';
import { useTexts } from '@/locales/context';

type Props = {
  /** The name of the value in the request's body, so that the server's refusal finds the field. */
  name: string;
  label: ReactNode;
  hint?: ReactNode | undefined;
  /** What to say when it is empty; `true` for the usual sentence. */
  required?: string | boolean | undefined;
  pattern?: { is: RegExp; otherwise: string } | undefined;
  /** What is wrong with a value that is no plain text; undefined for nothing. */
  check?: ((value: never) => string | undefined) | undefined;
  valuePropName?: 'checked' | undefined;
  children: ReactElement;
  className?: string | undefined;
};

/** One field of a form: label above, hint below, the error in the hint's place. */
export function Field({ name, label, hint, required, pattern, check, valuePropName, children, className }: Props) {
  const t = useTexts();
  const rules: NonNullable<FormItemProps['rules']> = [];
  if (required) {
    rules.push({ required: true, whitespace: true, message: required === true ? t.form.required : required });
  }
  if (pattern) rules.push({ pattern: pattern.is, message: pattern.otherwise });
  if (check) {
    rules.push({
      validator: async (_, value) => {
        const wrong = check(value as never);
        if (wrong) throw new Error(wrong);
      },
    });
  }
  return (
    <Form.Item
      name={name}
      label={label || undefined}
      extra={hint}
      rules={rules}
      // A list that is edited in pieces is never left as a whole.
      validateTrigger={check ? ['onBlur', 'onChange'] : 'onBlur'}
      {...(valuePropName ? { valuePropName } : {})}
      {...(className ? { className } : {})}
    >
      {children}
    </Form.Item>
  );
}
