import { Button, Form, type FormInstance } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { ApiError } from '@/api/errors';
import { useKeys } from '@/lib/keyboard';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import { ErrorState } from './ErrorState';
import s from './FormPage.module.css';
import { LeaveGuard } from './LeaveGuard';

type Props<Values extends object> = {
  /** Names the form for screen readers. */
  label: string;
  initial?: Partial<Values> | undefined;
  submit: string;
  submitting?: string | undefined;
  /** Sends the values. While the promise is pending the whole form is disabled. */
  onSubmit: (values: Values) => Promise<unknown>;
  /** A second button beside the first. */
  second?: ReactNode | undefined;
  /** Asks before leaving with unsaved changes, and saves them on Ctrl S. */
  guard?: boolean | undefined;
  /** Turns the submit button off, with the reason as its text in place of `submit`. */
  blocked?: string | undefined;
  /** Turns the whole form off and shows why in place of its buttons: for who may look, not change. */
  readOnly?: string | undefined;
  /** What stands below a refusal, such as the choices after a conflict. */
  explain?: ((error: ApiError, form: FormInstance<Values>) => ReactNode) | undefined;
  /** Keeps the buttons in sight at the lower edge of what scrolls. */
  sticky?: boolean | undefined;
  /** Draws the button as a secondary one, where the page has another primary action or several forms. */
  quiet?: boolean | undefined;
  wide?: boolean | undefined;
  large?: boolean | undefined;
  children: ReactNode | ((form: FormInstance<Values>) => ReactNode);
};

/**
 * A form that disables itself whole while it is being sent. A refusal by the server stands at the field it is about, and
 * above the button; what was typed stays.
 */
export function FormPage<Values extends object>(props: Props<Values>) {
  const { label, initial, submit, submitting, onSubmit, second, guard, blocked, quiet, wide, large, children } = props;
  const { readOnly, explain, sticky } = props;
  const t = useTexts();
  const [form] = Form.useForm<Values>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [touched, setTouched] = useState(false);

  const send = async (values: Values) => {
    setBusy(true);
    setError(undefined);
    try {
      await onSubmit(values);
      setTouched(false);
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };
  useKeys({ 'mod+s': () => form.submit() }, Boolean(guard) && !busy && !blocked && readOnly === undefined);
  useEffect(() => {
    if (error instanceof ApiError) markFields(form, error, t);
  }, [error, form, t]);
  const refusal = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The buttons may be in sight, and used, far above the place that tells why nothing was saved.
    if (error) refusal.current?.scrollIntoView({ block: 'nearest' });
  }, [error]);

  return (
    <Form<Values>
      form={form}
      layout="vertical"
      aria-label={label}
      initialValues={initial ?? {}}
      disabled={busy || readOnly !== undefined}
      requiredMark={false}
      scrollToFirstError={{ focus: true }}
      className={wide ? `${s.form} ${s.wide}` : s.form}
      onValuesChange={() => setTouched(true)}
      onFinish={(values) => void send(values)}
    >
      {guard ? <LeaveGuard when={touched && !busy} /> : null}
      {typeof children === 'function' ? children(form) : children}
      {error ? (
        <div ref={refusal} className={s.refusal}>
          <ErrorState error={error} inline />
        </div>
      ) : null}
      {error instanceof ApiError ? <div className={s.explain}>{explain?.(error, form)}</div> : null}
      <div className={[s.actions, large ? s.full : '', sticky ? s.sticky : ''].join(' ')}>
        {readOnly === undefined ? (
          <>
            <Button
              type={quiet ? 'default' : 'primary'}
              htmlType="submit"
              loading={busy}
              disabled={busy || Boolean(blocked)}
              size={large ? 'large' : 'middle'}
              block={Boolean(large)}
            >
              {blocked ?? (busy ? (submitting ?? submit) : submit)}
            </Button>
            {second}
          </>
        ) : (
          <p className={s.readOnly}>{readOnly}</p>
        )}
      </div>
    </Form>
  );
}

/** Puts the server's refusals at their fields, in the operator's language where the code has words. */
function markFields<Values extends object>(
  form: FormInstance<Values>,
  error: ApiError,
  t: ReturnType<typeof useTexts>,
) {
  const fields = error.failure.fields ?? [];
  const words = failureWords(t, error.failure);
  for (const { field, message } of fields) {
    const text = fields.length === 1 && error.failure.code !== 'invalid' ? words.title : message;
    // What is wrong inside a list, `keywords.2.text`, stands at the field that edits the list.
    (form as FormInstance).setFields([{ name: field.split('.')[0], errors: [text] }]);
  }
}
