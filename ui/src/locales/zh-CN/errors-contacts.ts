type Params = Record<string, string>;
type Words = { title: string; cure: string };

/** The words of failures around contacts and their tags. */
export const contactErrors = {
  'contact.unknown': (): Words => ({ title: '没有这位联系人', cure: '他可能已取消关注，个人资料随之清除。' }),
  'contact.remark': (p: Params): Words => ({
    title: `备注名太长，有 ${p.bytes ?? ''} 字节`,
    cure: `微信最多收 ${p.max ?? '29'} 字节，约 9 个汉字。`,
  }),
  'tag.name': (p: Params): Words => ({ title: '标签名的长度不对', cure: `写 1 到 ${p.max ?? '30'} 个字。` }),
  'tag.system': (): Words => ({ title: '微信自带的标签不能改', cure: '换一个自己建的标签。' }),
  'tag.unknown': (): Words => ({ title: '没有这个标签', cure: '从微信刷新标签，它可能已在微信后台被删除。' }),
  'tag.in_use': (): Words => ({ title: '有二维码或旅程在用这个标签', cure: '先在它们那里去掉它，再来删除。' }),
  'tagging.who': (): Words => ({ title: '没有选好给谁改标签', cure: '选 1 到 1,000 人，或用筛选选出所有人。' }),
  'tagging.too_many': (p: Params): Words => ({
    title: `一次选了 ${p.count ?? ''} 人，太多了`,
    cure: `一次最多 ${p.max ?? '100000'} 人，把筛选收窄一些，分几次做。`,
  }),
  'wechat.43004': (): Words => ({ title: '对方没有关注这个公众号', cure: '同步一次粉丝，列表就和微信一致了。' }),
  'wechat.50005': (): Words => ({ title: '对方没有关注这个公众号', cure: '同步一次粉丝，列表就和微信一致了。' }),
  'wechat.45056': (): Words => ({ title: '标签已满 100 个', cure: '先删掉一个不用的标签。' }),
  'wechat.45057': (): Words => ({
    title: '有这个标签的人超过 10 万，微信不让直接删',
    cure: '先用筛选把标签从一部分人身上取走，剩下不到 10 万时再删。',
  }),
  'wechat.45058': (): Words => ({ title: '微信自带的标签不能改', cure: '换一个自己建的标签。' }),
  'wechat.45157': (): Words => ({ title: '微信端已有同名的标签', cure: '换个名字，或者从微信刷新后直接用它。' }),
  'wechat.45158': (): Words => ({ title: '标签名太长', cure: '写 30 个字以内。' }),
};
