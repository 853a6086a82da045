import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Input } from 'antd';
import { expect, test, vi } from 'vitest';
import { ApiError } from '@/api/errors';
import { Field } from './Field';
import { FormPage } from './FormPage';
import { PasswordField } from './PasswordField';
import { renderUI } from './test-render';

function form(onSubmit: (values: { email: string; password: string }) => Promise<unknown>) {
  return (
    <FormPage label="登录" submit="登录" submitting="正在登录" onSubmit={onSubmit}>
      <Field name="email" label="邮箱" required="写上邮箱">
        <Input />
      </Field>
      <Field name="password" label="密码">
        <PasswordField autoComplete="current-password" />
      </Field>
    </FormPage>
  );
}

test('what is missing is told at its field and nothing is sent', async () => {
  const onSubmit = vi.fn(async () => {});
  renderUI(form(onSubmit));
  await userEvent.click(screen.getByRole('button', { name: '登录' }));
  expect(await screen.findByText('写上邮箱')).toBeInTheDocument();
  expect(onSubmit).not.toHaveBeenCalled();
});

test('the whole form is disabled while it is being sent', async () => {
  let finish = () => {};
  const sent = new Promise<void>((done) => {
    finish = done;
  });
  renderUI(form(() => sent));
  await userEvent.type(screen.getByLabelText('邮箱'), 'a@b.cn');
  await userEvent.click(screen.getByRole('button', { name: '登录' }));
  await waitFor(() => expect(screen.getByLabelText('邮箱')).toBeDisabled());
  expect(screen.getByRole('button', { name: /正在登录/ })).toBeDisabled();
  finish();
  await waitFor(() => expect(screen.getByLabelText('邮箱')).toBeEnabled());
});

test('a refusal stands at its field in words of ours, and what was typed stays', async () => {
  const error = new ApiError({
    status: 422,
    code: 'operator.email',
    detail: 'that is not an email address',
    fields: [{ field: 'email', message: 'that is not an email address' }],
  });
  renderUI(form(() => Promise.reject(error)));
  await userEvent.type(screen.getByLabelText('邮箱'), 'nonsense');
  await userEvent.click(screen.getByRole('button', { name: '登录' }));
  expect(await screen.findByRole('heading', { name: '邮箱地址不对' })).toBeInTheDocument();
  expect(screen.getByText('检查有没有多余的空格或缺少 @。')).toBeInTheDocument();
  await waitFor(() => expect(screen.getByLabelText('邮箱')).toHaveAccessibleDescription('邮箱地址不对'));
  expect(screen.getByLabelText('邮箱')).toHaveValue('nonsense');
});

test('a password can be shown, and caps lock is told', async () => {
  renderUI(form(async () => {}));
  const password = screen.getByLabelText('密码');
  expect(password).toHaveAttribute('type', 'password');
  await userEvent.click(screen.getByRole('button', { name: '显示密码' }));
  expect(password).toHaveAttribute('type', 'text');
  await userEvent.click(password);
  await userEvent.keyboard('{CapsLock}A');
  expect(screen.getByText('大写锁定已打开')).toBeInTheDocument();
});
