type Params = Record<string, string>;
type Words = { title: string; cure: string };

/** The words of failures around journeys. */
export const journeyErrors = {
  'journey.unknown': (): Words => ({ title: '没有这个客户旅程', cure: '它可能已被删除。回到列表看看。' }),
  'journey.version_unknown': (): Words => ({ title: '没有这个版本', cure: '刷新页面，看看它现在的样子。' }),
  'journey.name': (p: Params): Words => ({ title: '旅程的名字不对', cure: `写 1 到 ${p.max ?? '60'} 个字。` }),
  'journey.template_unknown': (): Words => ({ title: '没有这个模板', cure: '选列出的模板，或从空白开始。' }),
  'journey.steps_many': (p: Params): Words => ({
    title: '步骤太多',
    cure: `一个旅程最多 ${p.max ?? '200'} 步。删掉一些，或分成两个旅程。`,
  }),
  'journey.step_id': (): Words => ({ title: '有一处的编号重复或不对', cure: '删掉它，重新加一次。' }),
  'journey.step_kind': (): Words => ({ title: '有一步的类型不存在', cure: '删掉它，重新加一次。' }),
  'journey.exits_many': (p: Params): Words => ({ title: '分支太多', cure: `一步最多 ${p.max ?? '11'} 个出口。` }),
  'journey.text': (p: Params): Words => ({ title: '有一处文字太长或不是一行', cure: `最多 ${p.max ?? '200'} 个字。` }),
  'journey.running': (): Words => ({ title: '运行中或暂停的旅程不能删除', cure: '先停止它，再删除。' }),
  'journey.state': (): Words => ({ title: '这个旅程现在不能这样做', cure: '刷新页面，看看它现在的状态。' }),
  'journey.problems': (p: Params): Words => ({
    title: `还有 ${p.count ?? '几'} 处没有完善`,
    cure: '按列出的问题逐个改好，再开始运行。',
  }),
  'journey.never_started': (): Words => ({ title: '这个旅程还没有运行过', cure: '没有可以回到的版本。' }),
  'journey.not_running': (): Words => ({ title: '旅程没有在运行', cure: '先开始运行，再让人进入。' }),
  'journey.trigger': (): Words => ({
    title: '这个旅程不由接口触发',
    cure: '把触发条件改成「接口调用」，或用「试走一遍」。',
  }),
  'enrollment.unknown': (): Words => ({ title: '没有这条记录', cure: '这位联系人可能已取消关注，记录随之清除。' }),
  'enrollment.inside': (): Words => ({ title: '这位联系人已经在旅程里', cure: '等走完这一遍。' }),
  'enrollment.reentry': (): Words => ({
    title: '按「再次进入」的规则，还不能再进入',
    cure: '等规则允许，或改规则。',
  }),
  'webhook.unknown': (): Words => ({ title: '没有这条通知了', cure: '旧的通知会随时间清理。刷新页面看看。' }),
  'webhook.not_failed': (): Words => ({ title: '这条通知已经在重试，或已送到', cure: '不用再试，等它的结果。' }),
  'webhook.address': (): Words => ({
    title: '地址不对',
    cure: '在这一步填 https:// 开头的完整地址并发布，再点「现在再试」，会发到新地址。',
  }),
  'webhook.private': (): Words => ({
    title: '地址在内部网络，没有发出',
    cure: '换成外网能访问的地址；确实要发到内部网络，请部署的人设置 TUWEN_WEBHOOK_PRIVATE。',
  }),
  'webhook.no_answer': (): Words => ({ title: '对方没有回应', cure: '看看对方系统是否在运行，地址和证书对不对。' }),
  'webhook.refused': (p: Params): Words => ({ title: `对方返回 ${p.status ?? '错误'}`, cure: refusedCure(p.status) }),
};

/** What to do about an answer of another system, by its HTTP status. */
function refusedCure(status = ''): string {
  if (status === '401' || status === '403') return '对方不认这条通知。核对这一步的签名密钥。';
  if (status === '404' || status === '410') return '对方没有这个地址。核对这一步的地址。';
  if (status.startsWith('3')) return '对方换了地址，通知不会跟着跳转。把新地址填到这一步。';
  if (status === '429') return '对方嫌太频繁。请对方放宽，或等自动重试。';
  return status.startsWith('5') ? '对方系统出错了，请管理它的人看看。' : '对方不接受这条通知，请管理它的人看看。';
}
