import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { ApiError } from '@/api/errors';
import { ErrorState } from './ErrorState';
import { renderUI } from './test-render';

const refused = new ApiError(
  {
    status: 502,
    code: 'wechat.40164',
    detail: 'WeChat refused the address',
    params: { ip: '203.0.113.7' },
    wechat: { errcode: 40164, errmsg: 'invalid ip 203.0.113.7', rid: '6a1b-22' },
  },
  new Date('2026-11-22T06:20:05Z'),
);

test('says what failed, why, and what to do', () => {
  renderUI(<ErrorState what="草稿" error={refused} />);
  expect(screen.getByRole('heading')).toHaveTextContent('草稿没有读到');
  expect(screen.getByRole('alert')).toHaveTextContent('服务器地址不在白名单里');
  expect(screen.getByRole('alert')).toHaveTextContent('203.0.113.7');
});

test('the time to wait until is reckoned from the refusal, not from each look at it', () => {
  const locked = { status: 429, code: 'login.locked', detail: 'wait', retryAfter: 60 };
  renderUI(<ErrorState error={new ApiError(locked, new Date('2026-11-22T06:20:05Z'))} />);
  expect(screen.getByRole('alert')).toHaveTextContent('14:21 之后');
});

test('errcode, rid and the time in Beijing are behind the details, and can be copied', async () => {
  const writeText = vi.fn(async (_: string) => {});
  const user = userEvent.setup();
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(writeText);
  renderUI(<ErrorState error={refused} />);
  expect(screen.getByText('40164')).not.toBeVisible();
  await user.click(screen.getByText('详情'));
  expect(screen.getByText('40164')).toBeVisible();
  expect(screen.getByText('6a1b-22')).toBeVisible();
  expect(screen.getByText('2026-11-22 14:20:05')).toBeVisible();
  await user.click(screen.getByRole('button', { name: '复制详情' }));
  expect(writeText.mock.calls[0]?.[0]).toContain('微信请求编号: 6a1b-22');
});

test('the button tries again; without a way to, there is none', async () => {
  const onRetry = vi.fn();
  const { unmount } = renderUI(<ErrorState error={new Error('broken')} onRetry={onRetry} />);
  await userEvent.click(screen.getByRole('button', { name: '再试一次' }));
  expect(onRetry).toHaveBeenCalledOnce();
  unmount();
  renderUI(<ErrorState error={new Error('broken')} />);
  expect(screen.queryByRole('button', { name: '再试一次' })).toBeNull();
});
