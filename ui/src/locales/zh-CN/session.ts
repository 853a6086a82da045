/** Signing in, and the very first start. */
export const session = {
  title: '登录',
  welcome: '每一篇图文，都找得到、认得出、用得上。',
  email: '邮箱',
  password: '密码',
  submit: '登录',
  submitting: '正在登录',
  locked: (p: { at: string }) => `${p.at} 之后可以再试`,
  byCode: '正在用链接登录',
  codeFailed: '改用邮箱和密码登录',
  language: 'English',
  required: { email: '写上邮箱', password: '写上密码', name: '写上名字', code: '写上启动码，服务启动时打印在终端里' },
  setup: {
    title: '创建第一位操作员',
    text: '第一位操作员是管理员，之后可以在设置里添加别人。',
    code: '启动码',
    codeHint: '服务启动时打印在终端里，也可以用 TUWEN_SETUP_CODE 指定。',
    name: '名字',
    submit: '创建并登录',
    submitting: '正在创建',
  },
};
