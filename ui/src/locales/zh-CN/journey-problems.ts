type Params = Record<string, string>;
type Words = { what: string; cure: string };
type Said = (p: Params) => Words;

const contents: Record<string, string> = {
  text: '还没有写文字',
  picture: '还没有选择图片',
  material: '还没有选择图文',
  conversation: '还没有选择会话',
};
const materials: Record<string, string> = {
  source: '草稿不能用于旅程，先发布它，或选历史图文',
  several: '多图文不能用于旅程，换一篇单图文',
  gone: '微信端已不在，换一篇',
  deleted: '已从本系统移除，换一篇，或全量同步找回',
  down: '已在微信端下架，换一篇',
  no_link: '没有公开链接，换一篇',
};

const words = (what: string, cure: string): Said => {
  const said = { what, cure };
  return () => said;
};

/** What keeps a journey from starting, or should be known before, by its code: what is wrong, and how to mend it. */
export const journeyProblems: Record<string, Said> = {
  no_steps: words('还没有步骤', '在开始下面点「+」，加第一步。'),
  trigger_none: words('还没有选怎么进入', '在设置里选一种，比如扫码或关注。'),
  trigger_code_gone: words('选的二维码已删除', '去掉它，或换一个。'),
  trigger_button_gone: words('选的菜单按钮已不在', '去掉它，或换一个。'),
  trigger_text: words('消息内容的比较方式不对', '选「完全一样」或「包含」。'),
  trigger_tag_none: words('还没有选谁进入', '选一个标签。'),
  trigger_tag_gone: words('选的标签已删除', '换一个标签。'),
  trigger_time: words('还没有选时间', '选一个时间。'),
  trigger_past: words('时间已经过了', '换一个以后的时间。'),
  trigger_days: words('还没有选哪一天', '选星期几，或几号。'),
  trigger_repeat: words('还没有选什么时候', '选一次、每天、每周或每月。'),
  quiet_hours: words('免打扰的时段不对', '开始和结束要填，而且不能一样。'),
  reentry_days: words('重复进入的天数不对', '填 1 到 365。'),
  unreached: words('没有路通到这一步', '从别的步骤接过来，或删除它。'),
  loop: words('绕回来的圈里没有等待', '在圈里加一步等待，否则会一直转。'),
  unfollowed: words('取消关注后做不了这一步', '换成「通知外部系统」，或删除它。'),
  send_empty: (p) => ({ what: contents[p.kind ?? ''] ?? '还没有内容', cure: '在设置里选好要发的内容。' }),
  send_material: (p) => ({ what: '选的图文不能发', cure: `${materials[p.reason ?? ''] ?? '换一篇'}。` }),
  send_picture: words('图片已不在', '另选一张图片。'),
  send_conversation: words('会话已不在', '另选一个会话。'),
  send_text: (p) => ({ what: '文字太长', cure: `最多 ${p.max ?? 2048} 字节，删短一些。` }),
  send_never: words('这一步发不出去', '看看设置里的原因，改改前面的步骤。'),
  send_doubtful: words('这一步可能发不出去', '把它提前到等待之前，或接受有人收不到。'),
  tag_none: words('还没有选标签', '选一个标签。'),
  tag_gone: words('选的标签已删除', '换一个标签。'),
  webhook_url: words('地址不对', '填 https:// 开头的完整地址。'),
  wait_none: words('还没有选怎么等', '选一种等待。'),
  wait_seconds: words('等待的时间不对', '填 1 分钟到 366 天。'),
  wait_time: words('还没有选几点', '选一个时间。'),
  wait_date: words('还没有选日期', '选一个日期。'),
  wait_past: words('等到的日期已经过了', '走到这里的人不会等，直接继续。'),
  wait_event: words('还没有选等什么', '选一件事。'),
  wait_deadline: words('最多等多久不对', '填 1 分钟到 366 天。'),
  exits: words('这一步的去路不对', '撤销上一次改动，或删除后重加。'),
  exit_gone: words('接到的步骤已不在', '在「接下来」里另选一步。'),
  branch_open: words('这条路没有下文', '加一步，或加「结束」。'),
  branch_otherwise: words('最后一条路不该有条件', '删除这一步后重加。'),
  condition_none: words('还没有设条件', '在设置里选看什么。'),
  condition_tag_none: words('条件里还没有选标签', '选至少一个标签。'),
  condition_tag_gone: words('条件里的标签已删除', '换一个标签。'),
  condition_value: words('条件还没有填完', '选好比什么，填上值；数量要填整数。'),
  condition_event: (p) => ({ what: '条件里的事还没有填完', cure: `选一件事，天数填 1 到 ${p.max ?? 90}。` }),
};
