import type { sendErrors as zh } from '../zh-CN/errors-sending';

const lost: Record<string, string> = {
  gone: 'WeChat no longer has the material; choose another where it is used.',
  deleted: 'The material was removed here; choose another where it is used, or bring it back by a full sync.',
  down: 'The material was taken down at WeChat; choose another where it is used.',
  no_link: 'The article has no public link; choose another where it is used.',
};

/** The words of failures around customer-service messages, tags and QR codes that jobs meet. */
export const sendErrors: typeof zh = {
  'message.fallback': (p) => ({
    title: 'The article could not be sent; its fallback text was',
    cure: lost[p.reason ?? ''] ?? 'Choose another where it is used.',
  }),
  'wechat.40003': () => ({
    title: 'Not a follower of this account',
    cure: 'Nobody can be written to after unfollowing.',
  }),
  'wechat.45015': () => ({
    title: 'Too late for a customer-service message',
    cure: 'They can be sent for 48 hours after a message and for one minute after a tap or a scan. Wait for the next.',
  }),
  'wechat.45047': () => ({
    title: 'No messages are left for this interaction',
    cure: 'Five can be sent after a message, three after a tap or a scan. Wait for the next.',
  }),
  'wechat.45059': () => ({ title: 'This follower has 20 tags already', cure: 'Take one away, then try again.' }),
  'wechat.45159': () => ({
    title: 'WeChat has no such tag',
    cure: 'Refresh the tags; it may have been deleted on mp.weixin.qq.com.',
  }),
  'wechat.45171': () => ({
    title: 'WeChat did not change this follower’s tag',
    cure: 'It did for the others of the batch. Try again.',
  }),
  'wechat.49003': () => ({ title: 'This openid is not of this account', cure: 'Choose another follower.' }),
  'wechat.53600': () => ({
    title: 'WeChat no longer has this article',
    cure: 'It may have been deleted. Choose another where it is used.',
  }),
  'wechat.70000': () => ({
    title: 'WeChat did not deliver it',
    cure: 'The follower is under protection for minors; WeChat does not deliver this message.',
  }),
};
