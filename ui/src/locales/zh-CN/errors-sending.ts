type Params = Record<string, string>;
type Words = { title: string; cure: string };

/** Why the fallback text went out in place of an article, by the reason that the server names. */
const lost: Record<string, string> = {
  gone: '微信端已经没有这条图文，在用到它的地方换一篇。',
  deleted: '这条图文已从本系统移除，在用到它的地方换一篇，或用全量同步找回它。',
  down: '这条图文已在微信端下架，在用到它的地方换一篇。',
  no_link: '这篇文章没有公开链接，在用到它的地方换一篇。',
};

/** The words of failures around customer-service messages, tags and QR codes that jobs meet. */
export const sendErrors = {
  'message.fallback': (p: Params): Words => ({
    title: '图文发不出去，改发了备用文字',
    cure: lost[p.reason ?? ''] ?? '在用到它的地方换一篇。',
  }),
  'wechat.40003': (): Words => ({ title: '对方没有关注这个公众号', cure: '粉丝取消关注后就不能再给他发消息。' }),
  'wechat.45015': (): Words => ({
    title: '过了可以发客服消息的时间',
    cure: '粉丝发消息后 48 小时内、点菜单或扫码后 1 分钟内才能发。等他下次互动。',
  }),
  'wechat.45047': (): Words => ({
    title: '这次互动可发的条数用完了',
    cure: '粉丝发消息后最多 5 条，点菜单或扫码后最多 3 条。等他下次互动。',
  }),
  'wechat.45059': (): Words => ({ title: '这位粉丝已经有 20 个标签', cure: '先取消他的一个标签，再试一次。' }),
  'wechat.45159': (): Words => ({ title: '微信端没有这个标签', cure: '刷新标签列表；它可能已在微信后台被删除。' }),
  'wechat.45171': (): Words => ({ title: '微信没有改成这位粉丝的标签', cure: '同一批的其他人已经改好，再试一次。' }),
  'wechat.49003': (): Words => ({ title: '这个 openid 不属于这个公众号', cure: '换一位粉丝。' }),
  'wechat.53600': (): Words => ({ title: '微信端已经没有这篇文章', cure: '它可能已被删除。在用到它的地方换一篇。' }),
  'wechat.70000': (): Words => ({ title: '微信没有送达', cure: '对方处于未成年人保护模式，微信不送达这条消息。' }),
};
