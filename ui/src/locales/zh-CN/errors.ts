import { contactErrors } from './errors-contacts';
import { journeyErrors } from './errors-journeys';
import { massErrors } from './errors-mass';
import { menuErrors } from './errors-menu';
import { pushErrors } from './errors-pushes';
import { codeErrors } from './errors-qrcodes';
import { replyErrors } from './errors-replies';
import { sendErrors } from './errors-sending';

type Params = Record<string, string>;
type Words = { title: string; cure: string };

const ipOf = (p: Params) => p.ip ?? '';
const at = (p: Params) => p.at ?? '';

/** The words of a failure, by its code: what happened, in plain language, and what to do. */
export const errors = {
  codes: {
    'session.none': (): Words => ({ title: '登录已经失效', cure: '重新登录后继续，页面上的内容不会丢。' }),
    'login.wrong': (): Words => ({ title: '邮箱或密码不对', cure: '检查大写锁定和输入法，再试一次。' }),
    'login.code': (): Words => ({
      title: '登录链接已经失效',
      cure: '每个链接只能用一次。请用邮箱和密码登录，或者重新生成一个链接。',
    }),
    'session.over': (): Words => ({ title: '登录已经失效', cure: '重新登录后继续，页面上的内容不会丢。' }),
    'operator.disabled': (): Words => ({ title: '你的账户已停用', cure: '请管理员恢复。' }),
    'password.current': (): Words => ({ title: '现在的密码不对', cure: '再输一次现在的密码；忘了就请管理员重置。' }),
    'account.unknown': (): Words => ({ title: '没有这个公众号', cure: '它可能已被移除。在公众号列表里看看。' }),
    'account.no_secret': (): Words => ({ title: '还没有填 AppSecret', cure: '在公众号设置里填上，再试一次。' }),
    'secret.unopened': (): Words => ({
      title: '保存的密钥打不开',
      cure: '服务器换了加密密钥。用回原来的密钥文件，或者在公众号设置里重新填写。',
    }),
    'token.external': (p: Params): Words => ({
      title: '外部令牌来源没有给出令牌',
      cure: p.reason ? `检查它的地址和密钥。它的回答：${p.reason}` : '检查它的地址和密钥。',
    }),
    'token.external_rejected': (): Words => ({
      title: '微信不认外部来源给的令牌',
      cure: '看看外部来源的令牌是不是过期了，或者属于别的公众号。',
    }),
    'token.rejected': (): Words => ({
      title: '微信不认刚取到的令牌',
      cure: '多半还有别的系统在用这个公众号。找到它，改用外部令牌来源，或者重置 AppSecret。',
    }),
    'material.unknown': (): Words => ({ title: '没有这条图文', cure: '它可能已被删除或发布。刷新列表看看。' }),
    'material.deleted_here': (): Words => ({ title: '这条已从本系统移除', cure: '单条同步不会恢复它，全量同步会。' }),
    'material.in_use': (p: Params): Words => ({
      title: p.count ? `有 ${p.count} 处正在使用它` : '有地方正在使用它',
      cure: '先从那些地方换掉，或者确认后强制移除。',
    }),
    'material.not_history': (): Words => ({
      title: '只有历史图文可以移除',
      cure: '草稿和已发布的图文直接从微信读取，要删请到微信后台。',
    }),
    'material.not_news': (): Words => ({ title: '这不是图文', cure: '这个编号属于图片、语音或视频。' }),
    'material.no_interface': (): Words => ({
      title: '这一条没有可读的接口',
      cure: '群发出去的图文，微信没有接口能再读一次；列表里的内容是群发时记下的。',
    }),
    'note.not_text': (): Words => ({
      title: '说明里有看不见的字符',
      cure: '多半是粘贴带进来的。删掉后重新输入，再保存。',
    }),
    'sync.unknown': (): Words => ({ title: '没有这次同步', cure: '它可能属于别的公众号。在同步记录里看看。' }),
    'cursor.bad': (): Words => ({ title: '翻页的位置已经失效', cure: '这个网址里的页码不对。回到第一页再翻。' }),
    'month.bad': (): Words => ({ title: '月份不对', cure: '网址里的月份要写成 2026-01 这样。清除筛选再选一次。' }),
    'token.unknown': (): Words => ({ title: '没有这个令牌', cure: '它可能已被撤销。刷新列表看看。' }),
    'request.cross_site': (): Words => ({
      title: '服务器不认这个网址',
      cure: '用服务器设置的公开地址打开这个页面；如果前面有反向代理，请管理员检查 TUWEN_PUBLIC_URL 和代理传来的主机名。',
    }),
    'store.unreachable': (): Words => ({
      title: '数据库没有回应',
      cure: '多半是暂时的，稍等再试；一直这样就请管理员看看数据库和日志。',
    }),
    'session.store': (): Words => ({
      title: '数据库没有回应',
      cure: '登录状态暂时读不出来，稍等再试；一直这样就请管理员看看数据库和日志。',
    }),
    'sync.over': (): Words => ({ title: '这次同步已经结束', cure: '刷新看看结果。' }),
    'quota.reserve': (p: Params): Words => ({
      title: '后台任务的额度用完了',
      cure: at(p) ? `剩下的留给人工操作，${at(p)} 之后恢复。` : '剩下的留给人工操作，北京时间 0:00 恢复。',
    }),
    'quota.used_up': (p: Params): Words => ({
      title: '这个接口今天的额度用完了',
      cure: at(p)
        ? `${at(p)} 之后恢复；急用时可在「接口额度」清零。`
        : '北京时间 0:00 恢复；急用时可在「接口额度」清零。',
    }),
    'quota.blocked': (p: Params): Words => ({
      title: '这个接口今天的额度用完了',
      cure: at(p)
        ? `${at(p)} 之后恢复；急用时可在「接口额度」清零。`
        : '北京时间 0:00 恢复；急用时可在「接口额度」清零。',
    }),
    'quota.clears': (): Words => ({ title: '本月的清零次数用完了', cure: '每月 10 次，下个月恢复。' }),
    busy: (): Words => ({ title: '有点忙', cure: '另一处正在读同样的内容，稍等再试一次。' }),
    'setup.code': (): Words => ({ title: '启动码不对', cure: '启动码在服务启动时打印在终端里，从那里完整复制。' }),
    'setup.done': (): Words => ({ title: '已经有操作员了', cure: '直接登录；忘了密码请管理员重置。' }),
    'role.too_low': (): Words => ({ title: '你的角色不能这样做', cure: '请管理员来做，或者请他调整你的角色。' }),
    'password.short': (): Words => ({ title: '密码太短', cure: '至少 10 个字符，长句子比符号更安全。' }),
    'password.long': (): Words => ({ title: '密码太长', cure: '最多 256 字节。' }),
    'password.name': (): Words => ({ title: '密码里有邮箱名', cure: '换一个不含邮箱名的密码。' }),
    'operator.email': (): Words => ({ title: '邮箱地址不对', cure: '检查有没有多余的空格或缺少 @。' }),
    'operator.name': (): Words => ({ title: '名字不对', cure: '名字要有 1 到 40 个字。' }),
    'operator.exists': (): Words => ({ title: '这个邮箱已经有操作员了', cure: '换一个邮箱，或者直接修改那位操作员。' }),
    'operator.last_admin': (): Words => ({ title: '至少要留一位管理员', cure: '先让另一位操作员成为管理员。' }),
    'account.exists': (): Words => ({ title: '这个公众号已经接入', cure: '在公众号列表里直接修改它。' }),
    'account.app_id': (): Words => ({
      title: 'AppID 不对',
      cure: 'AppID 以 wx 开头，后面是字母和数字，从微信后台完整复制。',
    }),
    'account.name': (): Words => ({ title: '名称不对', cure: '名称要有 1 到 60 个字。' }),
    'account.api_base_url': (): Words => ({
      title: '接口地址不对',
      cure: '以 http:// 或 https:// 开头，只写到主机和端口。',
    }),
    'account.external_token_url': (): Words => ({
      title: '令牌来源地址不对',
      cure: '写完整的 http:// 或 https:// 地址。',
    }),
    'note.too_long': (): Words => ({ title: '说明太长', cure: '最多 200 字，删短一些再保存。' }),
    'sync.running': (): Words => ({ title: '已经有一次同步在进行', cure: '等它完成，或者先停止它。' }),
    'sync.no_full_yet': (): Words => ({ title: '还没有完成过全量同步', cure: '先做一次全量同步，之后就可以用增量。' }),
    'sync.followers_denied': (): Words => ({
      title: '微信不允许这个公众号读取粉丝列表',
      cure: '只有已认证的公众号可以读取。请先在公众平台完成认证；在此之前，关注或发来消息的人会自动出现在联系人里。',
    }),
    'sync.quota': (): Words => ({
      title: '今天剩下的调用次数不够',
      cure: '明天再做，或者选择用完后自动暂停、额度恢复后接着做。',
    }),
    ...contactErrors,
    ...replyErrors,
    ...sendErrors,
    ...pushErrors,
    ...codeErrors,
    ...journeyErrors,
    ...massErrors,
    ...menuErrors,
    'wechat.unreachable': (): Words => ({ title: '连不上微信', cure: '检查服务器的网络和接口地址，然后再试一次。' }),
    'wechat.-1': (): Words => ({ title: '微信系统繁忙', cure: '稍等一两分钟再试。' }),
    'wechat.40001': (): Words => ({
      title: 'AppSecret 不对，或访问令牌被别的系统顶替',
      cure: '核对 AppSecret；如果还有别的系统在用这个公众号，请设置外部令牌来源。',
    }),
    'wechat.40013': (): Words => ({ title: 'AppID 不对', cure: '从微信开发者平台完整复制 AppID。' }),
    'wechat.40125': (): Words => ({ title: 'AppSecret 不对', cure: '在微信开发者平台重置 AppSecret，然后填到这里。' }),
    'wechat.40164': (p: Params): Words => ({
      title: '服务器地址不在白名单里',
      cure: `把 ${ipOf(p) || '服务器的出口 IP'} 加到 微信开发者平台 → 公众号 → 基础信息 → 开发密钥 → API IP 白名单，约 5 到 10 分钟生效。`,
    }),
    'wechat.40007': (): Words => ({ title: '微信端已经没有这条图文', cure: '它可能已被删除或发布。说明仍然保留。' }),
    'wechat.40243': (): Words => ({ title: 'AppSecret 已被冻结', cure: '在微信开发者平台解冻，约 10 分钟生效。' }),
    'wechat.45009': (): Words => ({
      title: '今天的调用次数用完了',
      cure: '明天 0:00（北京时间）恢复；急用时可在「接口额度」清零，每月 10 次。',
    }),
    'wechat.45011': (): Words => ({ title: '调用太频繁', cure: '等一分钟再试。' }),
    'wechat.48001': (): Words => ({
      title: '这个公众号没有此接口权限',
      cure: '多半需要先完成微信认证；个人主体的订阅号拿不到部分接口。',
    }),
    'wechat.48004': (): Words => ({ title: '接口被微信封禁', cure: '到 mp.weixin.qq.com 的通知中心看原因。' }),
    'wechat.48006': (): Words => ({ title: '本月的清零次数用完了', cure: '每月 10 次，下个月恢复。' }),
    'wechat.50002': (): Words => ({ title: '公众号被冻结或注销', cure: '到 mp.weixin.qq.com 查看账号状态。' }),
    'wechat.50007': (): Words => ({ title: '公众号已被冻结', cure: '到 mp.weixin.qq.com 查看账号状态。' }),
    'wechat.61004': (): Words => ({ title: '服务器地址没有登记', cure: '把服务器的出口 IP 加到白名单。' }),
    'wechat.89503': (): Words => ({
      title: '等管理员在微信里确认',
      cure: '公众号管理员会收到一条模板消息，确认后再检测一次。',
    }),
    'wechat.89506': (): Words => ({
      title: '管理员拒绝了这个 IP',
      cure: '24 小时后可以再试，或者直接把 IP 加到白名单。',
    }),
    'wechat.89507': (): Words => ({
      title: '管理员拒绝了这个 IP',
      cure: '1 小时后可以再试，或者直接把 IP 加到白名单。',
    }),
  },
};
