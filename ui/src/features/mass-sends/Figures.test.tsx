import { screen } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';
import { renderUI } from '@/components/test-render';
import { loadTexts } from '@/locales/texts';
import { Figures } from './Figures';
import { daily } from './figures';
import type { MassSend } from './queries';

beforeAll(() => loadTexts('zh-CN', 'massSends', 'errors'));

const sent = {
  articles: [{ index: 0, title: '霜降的汤', url: '' }],
  counts: { total: 1200, sent: 1000, filtered: 180, failed: 20 },
  figures: [],
  figures_at: null,
  figures_problem: null,
} as unknown as MassSend;

test('what was new on a day is what WeChat tells up to its end without what there was before', () => {
  expect(
    daily([
      { day: '2026-11-24', readers: 118, shares: 9 },
      { day: '2026-11-22', readers: 80, shares: 6 },
      { day: '2026-11-23', readers: 120, shares: 9 },
    ]),
  ).toEqual([
    { day: '2026-11-22', readers: 80, shares: 6 },
    { day: '2026-11-23', readers: 40, shares: 3 },
    { day: '2026-11-24', readers: 0, shares: 0 },
  ]);
});

test('readers are told with what they are a share of, and by day in a table', () => {
  const figures = [
    { day: '2026-11-22', readers: 80, shares: 6 },
    { day: '2026-11-23', readers: 120, shares: 9 },
  ];
  renderUI(<Figures send={{ ...sent, figures, figures_at: '2026-11-24T00:30:00Z' }} />);
  expect(screen.getByText('送达 1,000 人中的 12%')).toBeInTheDocument();
  expect(screen.getByText('微信的统计，到 2026-11-23 为止，11 月 24 日 08:30 读取。')).toBeInTheDocument();
  expect(screen.getByRole('row', { name: '11-23 40 人 3 人', hidden: true })).toBeInTheDocument();
});

test('figures that are unknown are said to be, with the reason', () => {
  const { rerender } = renderUI(<Figures send={sent} />);
  expect(screen.getByText(/^微信次日上午 8 点后/)).toBeInTheDocument();
  rerender(<Figures send={{ ...sent, figures_at: '2026-11-24T00:30:00Z' }} />);
  expect(screen.getByText('11 月 24 日 08:30 读过微信的统计，里面没有这次群发。')).toBeInTheDocument();
  const problem = {
    kind: 'refused',
    code: 'wechat.refused',
    detail: '',
    wechat: { errcode: 48001, errmsg: 'x', rid: '' },
  };
  rerender(<Figures send={{ ...sent, figures_problem: problem as unknown as MassSend['figures_problem'] }} />);
  expect(screen.getByText(/没有数据统计接口的权限，阅读和分享未知/)).toBeInTheDocument();
  expect(screen.queryByText(/^微信次日/)).toBeNull();
});
