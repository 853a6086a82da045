/** An openid short enough for a line, and long enough to be told from others: oE0xqO…nSUxw. */
export function shortOpenId(openId: string): string {
  return openId.length <= 14 ? openId : `${openId.slice(0, 6)}…${openId.slice(-5)}`;
}
