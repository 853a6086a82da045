import { expect, test } from 'vitest';
import { indented, xmlPieces } from './xml';

test('elements stand on lines of their own and keep what they say', () => {
  const push = '<xml><ToUserName><![CDATA[gh_1]]></ToUserName><A><B>1</B><C/></A></xml>';
  expect(indented(push)).toBe(
    [
      '<xml>',
      '  <ToUserName><![CDATA[gh_1]]></ToUserName>',
      '  <A>',
      '    <B>1</B>',
      '    <C/>',
      '  </A>',
      '</xml>',
    ].join('\n'),
  );
});

test('line breaks of a text are its own', () => {
  expect(indented('<xml>\n<Content><![CDATA[甲\n  乙]]></Content>\n</xml>')).toBe(
    '<xml>\n  <Content><![CDATA[甲\n  乙]]></Content>\n</xml>',
  );
});

test('an empty element and what is no XML stay whole', () => {
  expect(indented('<xml><Text></Text></xml>')).toBe('<xml>\n  <Text></Text>\n</xml>');
  expect(indented('{"MsgType":"text"}')).toBe('{"MsgType":"text"}');
  expect(xmlPieces('success')).toEqual([{ at: 0, text: 'success', markup: false }]);
});

test('what a follower wrote is no markup, whatever it looks like', () => {
  const pieces = xmlPieces('<Content><![CDATA[<b>粗</b>]]></Content>');
  expect(pieces.filter((piece) => !piece.markup).map((piece) => piece.text)).toEqual(['<b>粗</b>']);
});
