type Params = Record<string, string>;
type Words = { title: string; cure: string };

/** Why a material cannot be a reply, by the reason that the server names. */
const refusals: Record<string, string> = {
  source: '草稿不能用作回复，先发布它，或从历史图文里选一篇。',
  several: '回复一次只能带一篇，换一条单图文。',
  gone: '微信端已经没有这条图文，换一篇。',
  deleted: '这条图文已从本系统移除，换一篇，或用全量同步找回它。',
  down: '这条图文已在微信端下架，换一篇。',
  no_link: '这篇文章没有公开链接，换一篇。',
};

/** The words of failures around replies, rules and conversations. */
export const replyErrors = {
  'edit.conflict': (p: Params): Words => ({
    title: p.by ? `${p.by} 刚刚改过它` : '别人刚刚改过它',
    cure: '先看看新的内容：用你的覆盖，或者放弃你的修改。',
  }),
  'text.not_text': (): Words => ({ title: '里面有不能显示的字符', cure: '删掉再保存，或者重新输入一遍。' }),
  'reply.empty': (): Words => ({ title: '还没有写回复的文字', cure: '写点什么，或者去掉这一条。' }),
  'reply.too_long': (p: Params): Words => ({
    title: '文字太长，微信发不出去',
    cure: `最多 ${p.max ?? '2048'} 字节，约 682 个汉字。删短一些，或拆成两条。`,
  }),
  'reply.kind': (): Words => ({ title: '没有这种回复', cure: '选文字、图片、图文或菜单会话。' }),
  'reply.picture': (): Words => ({ title: '还没有选图片', cure: '上传一张，或从已上传的里面选。' }),
  'reply.conversation': (): Words => ({ title: '还没有选菜单会话', cure: '选一个会话；原来的可能已被删除。' }),
  'reply.material': (p: Params): Words => ({
    title: '这条图文不能用在这里',
    cure: refusals[p.reason ?? ''] ?? '重新选一篇已发布或历史图文。',
  }),
  'reply_rule.unknown': (): Words => ({ title: '没有这条规则', cure: '它可能已被删除。回到列表看看。' }),
  'reply_rule.name': (): Words => ({ title: '规则名不对', cure: '写 1 到 60 个字，不要换行。' }),
  'reply_rule.kind': (): Words => ({ title: '没有这种规则', cure: '选被关注、关键词或收到消息。' }),
  'reply_rule.priority': (): Words => ({ title: '优先级超出范围', cure: '写 -100 到 100 之间的整数。' }),
  'reply_rule.mode': (): Words => ({ title: '没有这种回复方式', cure: '选全部回复，或随机回复一条。' }),
  'reply_rule.replies': (p: Params): Words => ({
    title: '回复的条数不对',
    cure: p.max ? `至少 1 条，最多 ${p.max} 条。` : '至少写 1 条回复。',
  }),
  'reply_rule.no_keywords': (): Words => ({ title: '这种规则不需要关键词', cure: '去掉关键词，或改成关键词规则。' }),
  'reply_rule.keywords': (): Words => ({ title: '关键词的个数不对', cure: '写 1 到 100 个关键词。' }),
  'reply_rule.keyword': (): Words => ({ title: '有一个关键词不对', cure: '每个关键词 1 到 60 个字。' }),
  'reply_rule.match': (): Words => ({ title: '没有这种匹配方式', cure: '选全匹配或半匹配。' }),
  'reply_rule.keyword_twice': (p: Params): Words => ({
    title: p.keyword ? `「${p.keyword}」写了两次` : '有一个关键词写了两次',
    cure: '大小写、全角半角不同也算同一个，留一个就好。',
  }),
  'reply_rule.days': (): Words => ({ title: '星期选得不对', cure: '从周一到周日里选，每天选一次。' }),
  'reply_rule.hours': (): Words => ({ title: '时间写得不对', cure: '按 09:30 这样写，用北京时间。' }),
  'conversation.unknown': (): Words => ({ title: '没有这个菜单会话', cure: '它可能已被删除。回到列表看看。' }),
  'conversation.name': (): Words => ({ title: '会话名不对', cure: '写 1 到 60 个字，不要换行。' }),
  'conversation.opening': (): Words => ({ title: '还没有写开场白', cure: '写一句话，告诉粉丝可以选什么。' }),
  'conversation.options': (): Words => ({ title: '选项的个数不对', cure: '至少 1 个，最多 10 个。' }),
  'conversation.label': (): Words => ({ title: '有一个选项的文字不对', cure: '每个选项一行，1 到 30 个字。' }),
  'conversation.label_twice': (p: Params): Words => ({
    title: p.label ? `有两个选项都叫「${p.label}」` : '有两个选项同名',
    cure: '改一个名字，粉丝才分得清。',
  }),
  'conversation.option_id': (): Words => ({ title: '选项的编号重复了', cure: '删掉这个选项，重新加一次。' }),
  'conversation.loop': (p: Params): Words => ({
    title: '选项绕回了这个会话',
    cure: p.way ? `${p.way}。给最后一步换一个回复。` : '给其中一步换一个回复。',
  }),
  'conversation.deep': (p: Params): Words => ({
    title: '会话一个套一个，太深了',
    cure: `最多连着 ${p.max ?? '5'} 层，现在是 ${p.depth ?? '更多'} 层。减少一层。`,
  }),
  'conversation.in_use': (p: Params): Words => ({
    title: p.count ? `有 ${p.count} 处会用到它` : '有地方会用到它',
    cure: '先从那些地方换掉；强制删除后，那里改发备用文字。',
  }),
  'picture.unknown': (): Words => ({ title: '没有这张图片', cure: '它可能已被删除。重新选一张。' }),
  'reply_picture.format': (): Words => ({ title: '这不是能用的图片', cure: '上传 PNG、JPEG、GIF 或 BMP。' }),
  'reply_picture.too_large': (): Words => ({ title: '图片太大', cure: '微信最多收 10 MB，压缩一下再传。' }),
  'reply_picture.in_use': (p: Params): Words => ({
    title: p.count ? `有 ${p.count} 处在用这张图片` : '有地方在用这张图片',
    cure: '先从那些地方换掉，再删除。',
  }),
};
