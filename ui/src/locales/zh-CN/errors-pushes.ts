type Params = Record<string, string>;
type Words = { title: string; cure: string };

const times = (p: Params) => (p.count ? `共 ${p.count} 次，最近一次在 ${p.at ?? ''}。` : '');

/** The words of what is wrong with message push, by the reason for which the callback address refused something. */
export const pushErrors = {
  'callback.not_set_up': (): Words => ({
    title: '消息推送还没有配置',
    cure: '生成令牌和密钥，连同服务器地址一起填到微信后台。',
  }),
  'callback.silent': (): Words => ({
    title: '还没有收到过微信的推送',
    cure: '在微信后台填好服务器地址、令牌和密钥并启用；保存时微信会来校验一次。',
  }),
  'callback.bad_signature': (p: Params): Words => ({
    title: '令牌（Token）和微信后台填的不一致',
    cure: `${times(p)}把两边改成同一个令牌；不确定时在这里重新生成，再填到微信后台。`,
  }),
  'callback.bad_padding': (p: Params): Words => ({
    title: '消息解不开：EncodingAESKey 和微信后台填的不一致',
    cure: `${times(p)}把两边改成同一个密钥；不确定时在这里重新生成，再填到微信后台。`,
  }),
  'callback.bad_cipher': (p: Params): Words => ({
    title: '收到的密文不完整',
    cure: `${times(p)}看看微信和本系统之间的代理有没有改动请求内容。`,
  }),
  'callback.bad_length': (p: Params): Words => ({
    title: '解密后的消息长度不对',
    cure: `${times(p)}核对两边的 EncodingAESKey，并看看中间的代理有没有改动请求内容。`,
  }),
  'callback.wrong_app_id': (p: Params): Words => ({
    title: '收到的是另一个公众号的消息',
    cure: `${times(p)}到那个公众号的微信后台，把服务器地址改成它自己的。`,
  }),
  'callback.stale': (p: Params): Words => ({
    title: '推送的时间和这台服务器相差太多',
    cure: `${times(p)}校准这台服务器的时钟，例如启用 NTP。`,
  }),
  'callback.not_encrypted': (p: Params): Words => ({
    title: '微信后台用的是明文模式，这里要求加密',
    cure: `${times(p)}在微信后台改成安全模式，或者在公众号设置里改成明文模式。`,
  }),
  'callback.encrypted': (p: Params): Words => ({
    title: '微信后台用的是安全模式，这里设的是明文',
    cure: `${times(p)}在公众号设置里把加解密方式改成安全模式。`,
  }),
  'callback.malformed': (p: Params): Words => ({
    title: '收到的内容不是微信的推送',
    cure: `${times(p)}看看中间的代理有没有改动请求内容；偶尔一次多半是扫描器，可以不理会。`,
  }),
  'callback.document_type': (p: Params): Words => ({
    title: '收到带有 DOCTYPE 的内容，已拒绝',
    cure: `${times(p)}微信不会这样发，多半是攻击或扫描，可以不理会。`,
  }),
  'callback.too_complex': (p: Params): Words => ({
    title: '收到的内容过于复杂，已拒绝',
    cure: `${times(p)}微信不会这样发，多半是攻击或扫描，可以不理会。`,
  }),
  'callback.too_large': (p: Params): Words => ({
    title: '收到的内容超过 1 MB，已拒绝',
    cure: `${times(p)}微信不会这样发，多半是攻击或扫描，可以不理会。`,
  }),
  'callback.unanswered': (p: Params): Words => ({
    title: '有推送没能及时保存，已经丢失',
    cure: `${times(p)}看看数据库是不是太慢或者停过；日志里有原因。`,
  }),
};
