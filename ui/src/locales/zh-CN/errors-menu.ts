type Params = Record<string, string>;
type Words = { title: string; cure: string };

const of = (p: Params) => (p.button ? `「${p.button}」` : '有一个按钮');

/** The words of what keeps a menu from being saved or published. */
export const menuErrors = {
  'menu.none': (): Words => ({ title: '菜单里还没有按钮', cure: '加 1 到 3 个按钮，再发布。' }),
  'menu.buttons_many': (p: Params): Words => ({
    title: '一级按钮太多',
    cure: `微信最多放 ${p.max ?? '3'} 个。把其中一个放进别的分组。`,
  }),
  'menu.subs_many': (p: Params): Words => ({
    title: `${of(p)}里的按钮太多`,
    cure: `一个分组最多 ${p.max ?? '5'} 个。移一个到别的分组。`,
  }),
  'menu.levels': (p: Params): Words => ({ title: `${of(p)}套了第三层`, cure: '菜单只有两级，把它移出来。' }),
  'menu.id_twice': (): Words => ({ title: '有两个按钮的编号重复了', cure: '删掉其中一个，重新加一次。' }),
  'menu.empty_group': (p: Params): Words => ({
    title: `${of(p)}还是空的`,
    cure: '给它加一个子菜单，或者选它自己做什么。',
  }),
  'menu.no_action': (p: Params): Words => ({
    title: `${of(p)}还没有选做什么`,
    cure: '选发送内容、跳转网页或别的动作。',
  }),
  'menu.action': (p: Params): Words => ({ title: `${of(p)}的动作不存在`, cure: '重新选一个动作。' }),
  'menu.no_name': (): Words => ({ title: '有一个按钮没有名字', cure: '一级写最多 5 个汉字，二级最多 20 个。' }),
  'menu.name_long': (p: Params): Words => ({
    title: `${of(p)}的名字太长`,
    cure: `现在 ${p.bytes ?? '?'} 字节，这一级最多 ${p.max ?? '16'} 字节；一个汉字占 3 字节。删短一些。`,
  }),
  'menu.no_reply': (p: Params): Words => ({ title: `${of(p)}还没有选发什么`, cure: '选图文、文字、图片或菜单会话。' }),
  'menu.replies_many': (p: Params): Words => ({
    title: `${of(p)}发的太多`,
    cure: `点一次菜单，1 分钟内最多发 ${p.max ?? '3'} 条。留下最重要的。`,
  }),
  'menu.url': (p: Params): Words => ({
    title: `${of(p)}的网址不对`,
    cure: '写完整的网址，以 https:// 或 http:// 开头。',
  }),
  'menu.url_long': (p: Params): Words => ({
    title: `${of(p)}的网址太长`,
    cure: `现在 ${p.bytes ?? '?'} 字节，最多 ${p.max ?? '1024'} 字节。换一个短一些的网址。`,
  }),
  'menu.mini_program_account': (p: Params): Words => ({
    title: `${of(p)}不能打开小程序`,
    cure: '只有已认证的公众号可以。换成跳转网页。',
  }),
  'menu.appid': (p: Params): Words => ({
    title: `${of(p)}还没有写小程序 AppID`,
    cure: '写关联到这个公众号的小程序的 AppID。',
  }),
  'menu.pagepath': (p: Params): Words => ({ title: `${of(p)}还没有写小程序页面`, cure: '写要打开的页面路径。' }),
  'menu.article': (p: Params): Words => ({
    title: `${of(p)}的文章不能用`,
    cure: '微信只直接发送已发布的文章。重新选一篇，或改成发送图文。',
  }),
  'menu.key_long': (p: Params): Words => ({
    title: `${of(p)}的 key 太长`,
    cure: `最多 ${p.max ?? '128'} 字节。请在建它的系统里改短。`,
  }),
  'menu.no_key': (p: Params): Words => ({ title: `${of(p)}没有 key`, cure: '给它选一个本系统的动作。' }),
  'menu.conditional_many': (p: Params): Words => ({
    title: '个性化菜单太多',
    cure: `最多 ${p.max ?? '20'} 套。删掉不用的。`,
  }),
  'menu.conditional_name': (): Words => ({ title: '个性化菜单的名字不对', cure: '写 1 到 60 个字，只给自己人看。' }),
  'menu.no_rule': (): Words => ({ title: '个性化菜单还没有选给谁看', cure: '选一个标签，或一种手机。' }),
  'menu.platform': (): Words => ({ title: '没有这种手机', cure: '选 iOS、安卓或其他。' }),
  'menu.domains': (p: Params): Words => ({
    title: '个性化菜单跳转的域名太多',
    cure: `全部加起来最多 ${p.max ?? '3'} 个域名${p.domains ? `，现在有 ${p.domains}` : ''}。换成同一个域名下的网址。`,
  }),
  'menu.unchanged': (): Words => ({ title: '没有要发布的改动', cure: '草稿和线上的菜单一样。' }),
  'menu.elsewhere': (p: Params): Words => ({
    title: p.count ? `微信端的菜单被别处改了 ${p.count} 处` : '微信端的菜单被别处改过',
    cure: '先导入微信端的菜单，或者确认用草稿覆盖它。',
  }),
  'menu.nothing_there': (): Words => ({ title: '微信端没有菜单', cure: '没有可导入的，直接在这里做一个。' }),
  'menu.nothing_to_remove': (): Words => ({
    title: '微信端没有用接口做的菜单',
    cure: '公众号后台里做的菜单，要到那里停用。',
  }),
  'menu_version.unknown': (): Words => ({ title: '没有这个版本', cure: '回到历史版本里重新选。' }),
  'wechat.40016': (): Words => ({ title: '微信不接受按钮的个数', cure: '一级最多 3 个，二级最多 5 个。' }),
  'wechat.40054': (): Words => ({ title: '微信不接受二级菜单里的一个域名', cure: '换一个网址；域名可能被微信限制。' }),
  'wechat.40055': (): Words => ({ title: '微信不接受菜单里的一个域名', cure: '换一个网址；域名可能被微信限制。' }),
  'wechat.65305': (): Words => ({ title: '微信端的个性化菜单已满', cure: '删掉几套不用的，再发布。' }),
};
