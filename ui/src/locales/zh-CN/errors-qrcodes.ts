type Params = Record<string, string>;
type Words = { title: string; cure: string };

/** The titles of a file's columns, by the names that the server gives them. */
const columns: Record<string, string> = { name: '名称', kind: '类型' };

/** The words of failures around QR codes and files of them. */
export const codeErrors = {
  'qrcode.unknown': (): Words => ({ title: '没有这个二维码', cure: '它可能已从本系统删除。回到列表看看。' }),
  'qrcode.in_use': (): Words => ({
    title: '有客户旅程从这个二维码开始',
    cure: '先停止那个旅程，或在它的触发条件里去掉这个二维码。',
  }),
  'qrcode.account_kind': (): Words => ({
    title: '这个公众号不能生成带参二维码',
    cure: '微信只给已认证的服务号这个接口。如果已经认证，在公众号设置里改过来。',
  }),
  'qrcode.scene_taken': (p: Params): Words => ({
    title: p.scene ? `场景值「${p.scene}」已经有二维码在用` : '有一个场景值已经有二维码在用',
    cure: '换一个场景值，或留空让系统来定。',
  }),
  'qrcode.permanent_full': (p: Params): Words => ({
    title: '永久二维码不够了',
    cure: `微信给一个公众号 100,000 个，不能删除；还剩 ${p.left ?? '0'} 个。改用临时二维码。`,
  }),
  'qrcode.name': (): Words => ({ title: '还没有写名称', cure: '写 1 到 60 个字，只在这里看得见。' }),
  'qrcode.long': (p: Params): Words => ({ title: '写得太长', cure: `最多 ${p.max ?? '60'} 个字。` }),
  'qrcode.scene': (p: Params): Words => ({
    title: '场景值里有不能用的字符',
    cure: `用 1 到 ${p.max ?? '64'} 个字母、数字或符号，不能有汉字和空格，也不能以 qrscene_ 开头。`,
  }),
  'qrcode.kind': (): Words => ({ title: '类型不对', cure: '写「永久」或「临时」。' }),
  'qrcode.renews': (): Words => ({ title: '永久二维码不会到期', cure: '不需要自动续期，去掉它。' }),
  'qrcode.expire_days': (): Words => ({ title: '有效天数不对', cure: '临时二维码有效 1 到 30 天，永久的不用写。' }),
  'qrcode.replies': (p: Params): Words => ({
    title: '回复太多',
    cure: `扫一次码最多能回 ${p.max ?? '3'} 条，这是微信的限制。`,
  }),
  'qrcode.tags': (p: Params): Words => ({ title: '标签太多', cure: `一位联系人最多有 ${p.max ?? '20'} 个标签。` }),
  'tag.unknown': (p: Params): Words => ({
    title: p.tag ? `没有标签「${p.tag}」` : '有一个标签不在了',
    cure: '用已有的标签，或者先在「标签」里建好它。',
  }),
  'qrcode.permanent': (): Words => ({ title: '永久二维码不会到期', cure: '不需要续期，印出去的一直能扫。' }),
  'qrcode.pending': (): Words => ({
    title: '正在等微信生成',
    cure: '一般几秒就好；接口额度用完时，明天 0:00 后继续。',
  }),
  'qrcode.not_made': (p: Params): Words => ({
    title: p.name ? `「${p.name}」还没有图` : '它还没有图',
    cure: '微信还没有生成它。等一会儿，或在它的详情里重新生成。',
  }),
  'qrcode.size': (): Words => ({ title: '尺寸不对', cure: '边长 100 到 1280 像素。' }),
  'qrcode.caption_png': (): Words => ({ title: '服务器画的 PNG 不带说明文字', cure: '改用 SVG，或去掉说明文字。' }),
  'qrcode.caption_long': (p: Params): Words => ({ title: '说明文字太长', cure: `最多 ${p.max ?? '40'} 个字。` }),
  'qrcode.logo': (): Words => ({
    title: '这张图片不能放在中间',
    cure: '换一张 PNG、JPEG 或 GIF，边长不超过 4000 像素。',
  }),
  'qrcode.too_many': (p: Params): Words => ({
    title: '一次打包的二维码太多',
    cure: `一个文件最多 ${p.max ?? '500'} 个。先筛选，分几次下载。`,
  }),
  'qrcode_import.rows': (p: Params): Words => ({
    title: p.count ? `有 ${p.count} 处要改` : '有几行要改',
    cure: '一个二维码都还没有生成。就在下面改，改好再检查一次。',
  }),
  'qrcode_import.encoding': (): Words => ({
    title: '文件不是 UTF-8 的 CSV',
    cure: '在 Excel 或 WPS 里另存为「CSV UTF-8（逗号分隔）」，再选一次。',
  }),
  'qrcode_import.broken': (p: Params): Words => ({
    title: p.row ? `第 ${p.row} 行读不懂` : '文件里没有二维码',
    cure: '第一行是列名，下面每行一个二维码，用逗号分隔。可以从模板开始。',
  }),
  'qrcode_import.too_many': (p: Params): Words => ({
    title: '文件里的行太多',
    cure: `一个文件最多 ${p.max ?? '500'} 行，分成几个文件。`,
  }),
  'qrcode_import.column': (p: Params): Words => ({
    title: p.column ? `不认识「${p.column}」这一列` : '有一列不认识',
    cure: '列名照模板写，用不到的列删掉。',
  }),
  'qrcode_import.column_twice': (p: Params): Words => ({
    title: p.column ? `「${p.column}」和另一列是同一个意思` : '有两列是同一个意思',
    cure: '留一列就好。',
  }),
  'qrcode_import.column_missing': (p: Params): Words => ({
    title: `缺少「${columns[p.column ?? ''] ?? '名称'}」这一列`,
    cure: '名称和类型两列一定要有，可以从模板开始。',
  }),
  'qrcode_import.yes_no': (): Words => ({ title: '自动续期写得不对', cure: '写「是」或「否」，或留空。' }),
  'qrcode_import.extra': (): Words => ({
    title: '这一行的格子比列名多',
    cure: '文字里有逗号时，把整格用英文双引号括起来。',
  }),
  'qrcode_import.scene_twice': (p: Params): Words => ({
    title: p.other ? `和第 ${p.other} 行的场景值一样` : '和另一行的场景值一样',
    cure: '换一个场景值，或留空让系统来定。',
  }),
};
