import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { RefreshCw } from 'lucide-react';
import { expect, test, vi } from 'vitest';
import { ArticleCard } from './ArticleCard';
import { ArticleCover } from './ArticleCover';
import { ArticleFrame } from './ArticleFrame';
import { BulkAction, BulkBar } from './BulkBar';
import { Coach } from './Coach';
import { CommandBar } from './CommandBar';
import { Bars } from './chart/Bars';
import { LineArea } from './chart/LineArea';
import { Highlight } from './Highlight';
import { JobBanner } from './JobBanner';
import { Phone } from './Phone';
import { QuotaMeter } from './QuotaMeter';
import { Stat, Stats } from './Stat';
import { renderUI } from './test-render';

test('a cover that does not load is drawn instead', () => {
  const { container } = renderUI(<ArticleCover url="/covers/1" title="立冬" badge="2 篇" />);
  const img = container.querySelector('img');
  expect(img).toHaveAttribute('src', '/covers/1');
  if (img) fireEvent.error(img);
  expect(container.querySelector('img')).toBeNull();
  expect(container.querySelector('svg')).not.toBeNull();
  expect(screen.getByText('2 篇')).toBeInTheDocument();
});

test('the same title always gets the same drawing', () => {
  const drawing = (title: string) =>
    renderUI(<ArticleCover url="" title={title} />).container.querySelector('svg')?.innerHTML;
  expect(drawing('霜降')).toBe(drawing('霜降'));
  expect(drawing('霜降')).not.toBe(drawing('立冬'));
});

test('the articles of a message can be chosen one by one', async () => {
  const onSelect = vi.fn();
  const articles = ['甲', '乙'].map((title, index) => ({ index, title, cover_url: '' }));
  renderUI(<ArticleCard articles={articles} current={0} onSelect={onSelect} />);
  expect(screen.getByRole('button', { name: '甲' })).toHaveAttribute('aria-pressed', 'true');
  await userEvent.click(screen.getByRole('button', { name: '乙' }));
  expect(onSelect.mock.calls).toEqual([[1]]);
});

test('an article is framed with no permission at all and sends no referrer', () => {
  renderUI(
    <Phone title="青禾生活" label="手机预览">
      <ArticleFrame appId="wx1" mediaId="a/b" index={2} title="立冬" />
    </Phone>,
  );
  const frame = screen.getByTitle('「立冬」正文');
  expect(frame).toHaveAttribute('sandbox', '');
  expect(frame).toHaveAttribute('referrerpolicy', 'no-referrer');
  expect(frame).toHaveAttribute('src', '/preview/wx1/a%2Fb/2');
  expect(screen.getByRole('region', { name: '手机预览' })).toContainElement(frame);
});

test('the words of the search are marked, whatever their case', () => {
  const { container } = renderUI(<Highlight text="Go 与 go，和 Gopher" search="go" />);
  expect([...container.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['Go', 'go', 'Go']);
  expect(container.textContent).toBe('Go 与 go，和 Gopher');
});

test('a running job tells its progress in figures', () => {
  const facts = ['620 / 1,234 条', null, '还需约 2 分钟'];
  renderUI(
    <JobBanner
      tone="running"
      icon={RefreshCw}
      title="正在同步"
      facts={facts}
      progress={0.5}
      progressLabel="同步进度"
    />,
  );
  expect(screen.getByRole('progressbar', { name: '同步进度' })).toHaveAttribute('aria-valuenow', '50');
  expect(screen.getByText('还需约 2 分钟')).toBeInTheDocument();
});

test('the bulk bar is there only while something is selected, and says how much', async () => {
  const onClear = vi.fn();
  const onClick = vi.fn();
  const bar = (n: number) => (
    <BulkBar count={n} onClear={onClear}>
      <BulkAction icon={RefreshCw} label="移除" onClick={onClick} />
    </BulkBar>
  );
  const { rerender } = renderUI(bar(0));
  expect(screen.queryByRole('region', { name: '批量操作' })).toBeNull();
  rerender(bar(3));
  expect(screen.getByRole('region', { name: '批量操作' })).toHaveTextContent('已选 3 条');
  await userEvent.click(screen.getByRole('button', { name: '移除' }));
  await userEvent.click(screen.getByRole('button', { name: '取消选择' }));
  expect([onClick, onClear].map((f) => f.mock.calls.length)).toEqual([1, 1]);
});

test('a meter says its figures in words, and an unknown limit is not made up', () => {
  renderUI(
    <>
      <QuotaMeter label="草稿列表" used={712} limit={1000} />
      <QuotaMeter label="查询额度" used={6} limit={0} />
    </>,
  );
  expect(screen.getByRole('meter', { name: '草稿列表' })).toHaveAttribute('aria-valuetext', '已用 712 / 1,000（71%）');
  expect(screen.getByRole('meter', { name: '查询额度' })).toHaveAttribute('aria-valuetext', '6');
});

test('a large figure is short, with the full one on hovering', () => {
  renderUI(
    <Stats label="关键数字">
      <Stat label="粉丝" value={128_930} />
      <Stat label="草稿" value={75} />
    </Stats>,
  );
  expect(screen.getByText('12.9 万')).toHaveAttribute('title', '128,930');
  expect(screen.getByText('75')).not.toHaveAttribute('title');
});

test('a chart holds its figures as a table', async () => {
  renderUI(<Bars caption="今日调用" unit="次" data={[{ label: '草稿列表', value: 1284 }]} />);
  expect(screen.queryByRole('table')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: '看数据' }));
  expect(screen.getByRole('row', { name: '草稿列表 1,284 次' })).toBeInTheDocument();
});

test('a line holds both its figures as a table', async () => {
  const data = [
    { label: '11-19', value: 354, other: 28 },
    { label: '11-20', value: 0, other: 1200 },
  ];
  const { container } = renderUI(<LineArea caption="近 2 天" names={['新增', '取消关注']} unit="人" data={data} />);
  expect(container.querySelectorAll('svg text')[3]).toHaveTextContent('1,500'); // the greater of both fits
  await userEvent.click(screen.getByRole('button', { name: '看数据' }));
  expect(screen.getAllByRole('columnheader').map((head) => head.textContent)).toEqual(['新增', '取消关注']);
  expect(screen.getByRole('row', { name: '11-20 0 人 1,200 人' })).toBeInTheDocument();
});

test('one goes back to steps that are done, never ahead', async () => {
  const onGo = vi.fn();
  const steps = ['a', 'b', 'c'].map((key) => ({ key, name: `步骤 ${key}` }));
  renderUI(<Coach steps={steps} current="b" onGo={onGo} />);
  expect(screen.getAllByRole('button')).toHaveLength(1);
  await userEvent.click(screen.getByRole('button', { name: /步骤 a ?已完成/ }));
  expect(onGo.mock.calls).toEqual([['a']]);
  expect(screen.getAllByRole('listitem')[1]).toHaveAttribute('aria-current', 'step');
});

test('a step that was skipped has no tick, and can be gone back to', () => {
  const steps = ['a', 'b', 'c'].map((key) => ({ key, name: `步骤 ${key}`, open: key === 'b' }));
  renderUI(<Coach steps={steps} current="c" onGo={() => {}} />);
  expect(screen.getByRole('button', { name: /步骤 a ?已完成/ }).querySelector('svg')).toBeInTheDocument();
  const skipped = screen.getByRole('button', { name: /2 ?步骤 b ?还没完成/ });
  expect(skipped.querySelector('svg')).toBeNull();
  expect(skipped).toHaveTextContent('2');
});

test('the command bar finds by pinyin and runs by Enter', async () => {
  const run = vi.fn();
  const onClose = vi.fn();
  const commands = [
    { key: 'a', group: '页面', label: '概览', words: 'gailan', run: () => {} },
    { key: 'b', group: '页面', label: '审计', words: 'shenji audit', run },
  ];
  renderUI(<CommandBar open commands={commands} onClose={onClose} />);
  await userEvent.type(screen.getByRole('combobox', { name: '去哪里' }), 'shen');
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual(['审计']);
  await userEvent.keyboard('{Enter}');
  expect([run, onClose].map((f) => f.mock.calls.length)).toEqual([1, 1]);
});

test('the command bar offers what can be done with the words, last', async () => {
  const run = vi.fn();
  const search = (words: string) => [{ key: 's', group: '搜索', label: `在图文素材里搜「${words}」`, run }];
  const commands = [{ key: 'a', group: '页面', label: '茶馆', run: () => {} }];
  renderUI(<CommandBar open commands={commands} search={search} onClose={() => {}} />);
  expect(screen.getAllByRole('option')).toHaveLength(1);
  await userEvent.type(screen.getByRole('combobox', { name: '去哪里' }), '茶');
  expect(screen.getAllByRole('option').map((o) => o.textContent)).toEqual(['茶馆', '在图文素材里搜「茶」']);
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(run).toHaveBeenCalledOnce();
});

test('the command bar says when nothing fits, and Enter then does nothing', async () => {
  const onClose = vi.fn();
  renderUI(<CommandBar open commands={[]} onClose={onClose} />);
  await userEvent.type(screen.getByRole('combobox', { name: '去哪里' }), 'x{ArrowDown}{Enter}');
  expect(screen.getByRole('status')).toHaveTextContent('没有这样的页面或操作');
  expect(onClose).not.toHaveBeenCalled();
});
