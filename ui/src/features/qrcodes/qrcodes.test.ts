import { expect, test } from 'vitest';
import { formValues, newValues, written } from './code-form';
import { lifeOf } from './code-life';
import { fileName } from './code-pictures';
import { lineAt, readCSV, template } from './csv-file';
import type { QRCode } from './queries';
import { readCodeSearch } from './search';

const now = Date.parse('2026-11-22T06:00:00Z');
const code: QRCode = {
  id: 'c1',
  name: '门店',
  scene: 's1',
  source: '门店',
  campaign: '',
  kind: 'temporary',
  url: 'http://weixin.qq.com/q/1',
  expires_at: '2026-12-22T06:00:20Z',
  renews: true,
  replies: [{ kind: 'text', text: '欢迎', label: '' }],
  tag_ids: [2],
  scans: 0,
  new_followers: 0,
  picture_url: '',
  problem: null,
  created_at: '2026-11-22T06:00:00Z',
  updated_at: '2026-11-22T06:00:00Z',
};

test('a code lives so many days by any clock that is about right', () => {
  expect(lifeOf(code, now)).toMatchObject({ state: 'lives', days: 30 });
  expect(lifeOf({ ...code, expires_at: '2026-11-23T01:30:00Z' }, now)).toMatchObject({ days: 1, hours: 20 });
  expect(lifeOf({ ...code, expires_at: '2026-11-22T06:00:00Z' }, now)).toEqual({ state: 'ended' });
  expect(lifeOf({ ...code, kind: 'permanent', expires_at: null }, now)).toEqual({ state: 'permanent' });
  const problem = { kind: 'unavailable', code: 'qrcode.pending', detail: '' } as const;
  expect(lifeOf({ ...code, problem }, now)).toEqual({ state: 'pending' });
  expect(lifeOf({ ...code, problem: { ...problem, code: 'wechat.48001' } }, now)).toEqual({ state: 'refused' });
});

test('a permanent code is sent without what only a temporary one has, and without an empty reply', () => {
  const values = { ...newValues(), name: '门店', expire_days: 3, renews: true };
  expect(written(values)).toEqual({
    name: '门店',
    source: '',
    campaign: '',
    kind: 'permanent',
    replies: [],
    tag_ids: [],
  });
  expect(written({ ...values, kind: 'temporary', scene: ' a-1 ' })).toMatchObject({
    expire_days: 3,
    renews: true,
    scene: 'a-1',
  });
});

test('a copy is a permanent code that answers alike, with a scene of its own', () => {
  const copy = written(newValues(code));
  expect(copy).toMatchObject({
    name: '门店',
    kind: 'permanent',
    replies: [{ kind: 'text', text: '欢迎' }],
    tag_ids: [2],
  });
  expect(copy).not.toHaveProperty('scene');
  expect(formValues(code).scene).toBe('s1');
});

test('a file is read in UTF-8 and in GBK, and a workbook is told from it', async () => {
  const words = new Uint8Array([0xc3, 0xfb, 0xb3, 0xc6]); // 名称 in GBK
  expect(await readCSV(new Blob([words]))).toEqual({ text: '名称' });
  expect(await readCSV(new Blob(['\uFEFF名称,类型']))).toEqual({ text: '名称,类型' });
  expect(await readCSV(new Blob([new Uint8Array([0x50, 0x4b, 0x03, 0x04])]))).toEqual({ wrong: 'workbook' });
  expect(await readCSV(new Blob([new Uint8Array([0x41, 0, 0x42, 0])]))).toEqual({ wrong: 'encoding' });
  expect(await readCSV(new Blob([new Uint8Array((2 << 20) + 1)]))).toEqual({ wrong: 'large' });
});

test('the template quotes what a comma would take apart', async () => {
  expect(
    await readCSV(
      template([
        ['名称', '回复'],
        ['甲', '来,"坐"'],
      ]),
    ),
  ).toEqual({
    text: '名称,回复\r\n甲,"来,""坐"""\r\n',
  });
});

test('a line of the file is found by its number', () => {
  const text = '名称\n甲\n\n丁';
  const at = (line: number) => {
    const { from, to } = lineAt(text, line);
    return text.slice(from, to);
  };
  expect([1, 2, 3, 4, 9].map(at)).toEqual(['名称', '甲', '', '丁', '']);
});

test('the address keeps what it understands', () => {
  expect(readCodeSearch({ q: 2024, kind: 'eternal', unmade: true, page: 2, size: '50', code: 'new' })).toEqual({
    q: '2024',
    unmade: true,
    size: 50,
    code: 'new',
  });
});

test('the name of a file has no signs of a file system', () => {
  expect(fileName('../南门/收银台?')).toBe('_南门_收银台_');
  expect(fileName('...')).toBe('qrcode');
});
