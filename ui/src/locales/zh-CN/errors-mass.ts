type Words = { title: string; cure: string };

/** The words of failures around mass sends and publishing. */
export const massErrors = {
  'mass_send.unknown': (): Words => ({ title: '没有这条群发', cure: '它可能已被删除。回到列表看看。' }),
  'mass_send.state': (): Words => ({ title: '这条群发现在不能这样做', cure: '刷新页面，看看它现在的状态。' }),
  'mass_send.not_draft': (): Words => ({ title: '已经要发的群发不能改', cure: '先取消它，再修改。' }),
  'mass_send.kept': (): Words => ({ title: '请求过微信的群发要保留', cure: '只有没有发出去的草稿和已取消的能删。' }),
  'mass_send.material': (): Words => ({
    title: '这条图文不能群发',
    cure: '群发只用草稿箱和历史图文，而且微信端还要有它。换一条。',
  }),
  'mass_send.audience': (): Words => ({ title: '没有选群发对象', cure: '选全部粉丝、一个标签，或一份名单。' }),
  'mass_send.openids': (): Words => ({ title: '名单里有空的或重复的 openid', cure: '每位粉丝只写一次。' }),
  'mass_send.openids_count': (): Words => ({ title: '名单的人数不对', cure: '微信一次收 2 到 10,000 位。' }),
  'mass_send.step': (): Words => ({ title: '时间不是 5 分钟的整数倍', cure: '换成如 20:00、20:05 的时间。' }),
  'mass_send.day_used': (): Words => ({
    title: '那天的群发次数已经用掉或排好了',
    cure: '订阅号一天只能发一次，换一天再发。',
  }),
  'mass_send.past': (): Words => ({ title: '这个时间已经过了', cure: '选一个以后的时间，或现在就发。' }),
  'mass_send.far': (): Words => ({ title: '时间太远', cure: '最多提前 90 天。' }),
  'mass_send.preflight': (): Words => ({
    title: '还没有通过发送前检查',
    cure: '看看检查的结果；改过内容或对象后要重新检查。',
  }),
  'mass_send.people': (): Words => ({ title: '群发的人数变了', cure: '核对新的人数，再确认一次。' }),
  'mass_send.preview_to': (): Words => ({ title: '没有写预览给谁', cure: '写一个微信号，或选一位粉丝。' }),
  'mass_send.previews': (): Words => ({
    title: '今天按微信号的预览次数用完了',
    cure: '微信一天给 100 次，零点后恢复；预览给粉丝不受限。',
  }),
  'mass_send.copy_needed': (): Words => ({
    title: '微信不能直接群发这条历史图文',
    cure: '为它生成一份草稿副本，预览无误后再发。',
  }),
  'mass_send.not_history': (): Words => ({ title: '只有历史图文需要草稿副本', cure: '草稿可以直接群发。' }),
  'mass_send.not_asked': (): Words => ({ title: '没有人申请发送它', cure: '请它的作者先提交发送。' }),
  'mass_send.own': (): Words => ({ title: '不能批准自己提交的群发', cure: '请另一位运营人员批准。' }),
  'mass_send.not_scheduled': (): Words => ({ title: '它不在等待发送', cure: '只有定时的群发能改时间。' }),
  'mass_send.not_sent': (): Words => ({ title: '它不能在微信端删除', cure: '只有发送成功、知道微信编号的群发能删。' }),
  'mass_send.title': (): Words => ({ title: '标题不一致', cure: '照原样输入要删除的群发的标题。' }),
  'mass_send.not_unknown': (): Words => ({ title: '它的结果已经知道了', cure: '刷新页面看看。' }),
  'mass_send.result': (): Words => ({ title: '没有这个编号的结果', cure: '从候选的结果里选一个，或只说发没发出去。' }),
  'mass_send.speed': (): Words => ({ title: '速度不对', cure: '写 0（最快）到 4（最慢）。' }),
  'publication.unknown': (): Words => ({ title: '没有这次发布', cure: '回到列表看看。' }),
  'publication.running': (): Words => ({ title: '这条草稿正在发布', cure: '等微信说完结果。' }),
  'publication.in_use': (): Words => ({ title: '有群发要用这条草稿', cure: '发布会用掉草稿。先取消那条群发。' }),
  'publication.unread': (): Words => ({ title: '发布前读不到这条草稿', cure: '过一会儿再试。' }),
  'wechat.40130': (): Words => ({ title: '名单至少要两位粉丝', cure: '再加一位，或改用客服消息。' }),
  'wechat.40152': (): Words => ({ title: '微信端没有这个标签', cure: '刷新标签列表，换一个标签。' }),
  'wechat.42010': (): Words => ({ title: '同一条图文群发得太快', cure: '等前一次发完再试。' }),
  'wechat.45028': (): Words => ({
    title: '这段时间的群发次数用完了',
    cure: '订阅号一天一次；零点后再发，或改天再发。',
  }),
  'wechat.45062': (): Words => ({ title: '公众号有广告合约，不能用接口群发', cure: '在微信公众平台网站上发。' }),
  'wechat.48021': (): Words => ({
    title: '这条草稿只自动保存过',
    cure: '在微信公众平台网站打开它，手动保存一次再试。',
  }),
  'wechat.53505': (): Words => ({
    title: '这条草稿要先手动保存',
    cure: '在微信公众平台网站打开它，手动保存一次再发布。',
  }),
  'wechat.53503': (): Words => ({ title: '草稿没有通过发布前的检查', cure: '在微信公众平台网站打开它，看看提示。' }),
  'wechat.53504': (): Words => ({ title: '这条草稿要在网站上发布', cure: '在微信公众平台网站打开它来发布。' }),
};
