import type { replyErrors as zh } from '../zh-CN/errors-replies';

const refusals: Record<string, string> = {
  source: 'Drafts cannot be replies; publish it first, or choose from the history.',
  several: 'A reply carries one article; choose an item of a single one.',
  gone: 'WeChat no longer has this item; choose another.',
  deleted: 'It was removed here; choose another, or bring it back by a full sync.',
  down: 'It was taken down at WeChat; choose another.',
  no_link: 'This article has no public address; choose another.',
};

/** The words of failures around replies, rules and conversations. */
export const replyErrors: typeof zh = {
  'edit.conflict': (p) => ({
    title: p.by ? `${p.by} has just changed it` : 'Somebody has just changed it',
    cure: 'Look at what is new: overwrite it with yours, or drop your changes.',
  }),
  'text.not_text': () => ({
    title: 'It holds characters that cannot be shown',
    cure: 'Remove them, or type the text again.',
  }),
  'reply.empty': () => ({ title: 'The reply has no text yet', cure: 'Write something, or remove the reply.' }),
  'reply.too_long': (p) => ({
    title: 'The text is too long for WeChat',
    cure: `At most ${p.max ?? '2048'} bytes. Shorten it, or make two of it.`,
  }),
  'reply.kind': () => ({ title: 'No such reply', cure: 'Choose text, picture, article or conversation.' }),
  'reply.picture': () => ({ title: 'No picture is chosen', cure: 'Upload one, or choose one of those here.' }),
  'reply.conversation': () => ({
    title: 'No conversation is chosen',
    cure: 'Choose one; the one before may have been removed.',
  }),
  'reply.material': (p) => ({
    title: 'This item cannot be used here',
    cure: refusals[p.reason ?? ''] ?? 'Choose another published or history item.',
  }),
  'reply_rule.unknown': () => ({ title: 'No such rule', cure: 'It may have been removed. Go back to the list.' }),
  'reply_rule.name': () => ({ title: 'The name is not right', cure: 'A name has 1 to 60 characters on one line.' }),
  'reply_rule.kind': () => ({ title: 'No such kind of rule', cure: 'Choose follow, keyword or default.' }),
  'reply_rule.priority': () => ({ title: 'The priority is out of range', cure: 'It is a number from -100 to 100.' }),
  'reply_rule.mode': () => ({ title: 'No such way to reply', cure: 'Choose all replies, or one by chance.' }),
  'reply_rule.replies': (p) => ({
    title: 'The number of replies is not right',
    cure: p.max ? `At least 1, at most ${p.max}.` : 'At least 1.',
  }),
  'reply_rule.no_keywords': () => ({
    title: 'This kind of rule has no keywords',
    cure: 'Remove them, or make it a keyword rule.',
  }),
  'reply_rule.keywords': () => ({ title: 'The number of keywords is not right', cure: 'Write 1 to 100 keywords.' }),
  'reply_rule.keyword': () => ({ title: 'A keyword is not right', cure: 'A keyword has 1 to 60 characters.' }),
  'reply_rule.match': () => ({ title: 'No such way to match', cure: 'Choose exact or contains.' }),
  'reply_rule.keyword_twice': (p) => ({
    title: p.keyword ? `“${p.keyword}” is there twice` : 'A keyword is there twice',
    cure: 'Capitals and full-width letters do not tell two apart; keep one.',
  }),
  'reply_rule.days': () => ({ title: 'The days are not right', cure: 'Choose from Monday to Sunday, each once.' }),
  'reply_rule.hours': () => ({ title: 'The time is not right', cure: 'Write it as 09:30, in Beijing time.' }),
  'conversation.unknown': () => ({
    title: 'No such conversation',
    cure: 'It may have been removed. Go back to the list.',
  }),
  'conversation.name': () => ({ title: 'The name is not right', cure: 'A name has 1 to 60 characters on one line.' }),
  'conversation.opening': () => ({
    title: 'The opening is missing',
    cure: 'Write a line that tells what can be chosen.',
  }),
  'conversation.options': () => ({ title: 'The number of options is not right', cure: 'At least 1, at most 10.' }),
  'conversation.label': () => ({
    title: 'The text of an option is not right',
    cure: 'An option is one line of 1 to 30 characters.',
  }),
  'conversation.label_twice': (p) => ({
    title: p.label ? `Two options read “${p.label}”` : 'Two options read alike',
    cure: 'Rename one, so that followers can tell them apart.',
  }),
  'conversation.option_id': () => ({
    title: 'Two options have the same id',
    cure: 'Remove this option and add it again.',
  }),
  'conversation.loop': (p) => ({
    title: 'An option leads back to this conversation',
    cure: p.way ? `${p.way}. Give the last step another reply.` : 'Give one of the steps another reply.',
  }),
  'conversation.deep': (p) => ({
    title: 'Too many conversations follow one another',
    cure: `At most ${p.max ?? '5'}; now there are ${p.depth ?? 'more'}. Take one away.`,
  }),
  'conversation.in_use': (p) => ({
    title: p.count ? `${p.count} places lead to it` : 'Something leads to it',
    cure: 'Replace it there first; after removing it by force, the fallback text is sent there.',
  }),
  'picture.unknown': () => ({ title: 'No such picture', cure: 'It may have been removed. Choose another.' }),
  'reply_picture.format': () => ({ title: 'That is no usable picture', cure: 'Upload a PNG, JPEG, GIF or BMP.' }),
  'reply_picture.too_large': () => ({
    title: 'The picture is too large',
    cure: 'WeChat takes at most 10 MB; make it smaller.',
  }),
  'reply_picture.in_use': (p) => ({
    title: p.count ? `${p.count} places use this picture` : 'Something uses this picture',
    cure: 'Replace it there first, then remove it.',
  }),
};
