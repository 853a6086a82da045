import type { contactErrors as zh } from '../zh-CN/errors-contacts';

export const contactErrors: typeof zh = {
  'contact.unknown': () => ({
    title: 'There is no such contact',
    cure: 'Who unfollows is erased, with all personal data.',
  }),
  'contact.remark': (p) => ({
    title: `The remark is too long: ${p.bytes ?? ''} bytes`,
    cure: `WeChat takes ${p.max ?? '29'} bytes at most, about 9 Chinese characters.`,
  }),
  'tag.name': (p) => ({ title: 'The name is too short or too long', cure: `Write 1 to ${p.max ?? '30'} characters.` }),
  'tag.system': () => ({ title: 'WeChat’s own tags cannot be changed', cure: 'Choose a tag of your own.' }),
  'tag.unknown': () => ({
    title: 'There is no such tag',
    cure: 'Refresh the tags from WeChat; it may have been deleted there.',
  }),
  'tag.in_use': () => ({
    title: 'QR codes or journeys use this tag',
    cure: 'Remove it from them, then delete it.',
  }),
  'tagging.who': () => ({
    title: 'It is not said whose tags change',
    cure: 'Choose 1 to 1,000 people, or all whom a filter lets through.',
  }),
  'tagging.too_many': (p) => ({
    title: `${p.count ?? ''} people at once are too many`,
    cure: `At most ${p.max ?? '100000'} at once; narrow the filter and do it in parts.`,
  }),
  'wechat.43004': () => ({ title: 'They do not follow this account', cure: 'Sync the followers to see who does.' }),
  'wechat.50005': () => ({ title: 'They do not follow this account', cure: 'Sync the followers to see who does.' }),
  'wechat.45056': () => ({ title: 'There are 100 tags already', cure: 'Delete one that is not used.' }),
  'wechat.45057': () => ({
    title: 'More than 100,000 people have this tag, so WeChat does not delete it',
    cure: 'Take it from some of them by a filter first, until fewer than 100,000 are left.',
  }),
  'wechat.45058': () => ({ title: 'WeChat’s own tags cannot be changed', cure: 'Choose a tag of your own.' }),
  'wechat.45157': () => ({
    title: 'WeChat has a tag of this name already',
    cure: 'Choose another name, or refresh from WeChat and use that one.',
  }),
  'wechat.45158': () => ({ title: 'The name is too long', cure: 'Write at most 30 characters.' }),
};
