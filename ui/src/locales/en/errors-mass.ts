import type { massErrors as zh } from '../zh-CN/errors-mass';

export const massErrors: typeof zh = {
  'mass_send.unknown': () => ({
    title: 'There is no such mass send',
    cure: 'It may have been deleted. Look at the list again.',
  }),
  'mass_send.state': () => ({
    title: 'This cannot be done to the mass send now',
    cure: 'Reload the page and look at its state.',
  }),
  'mass_send.not_draft': () => ({
    title: 'A mass send that is to go out cannot be changed',
    cure: 'Cancel it first, then change it.',
  }),
  'mass_send.kept': () => ({
    title: 'What WeChat was asked to send is kept',
    cure: 'Only drafts and canceled ones that never went out can be deleted.',
  }),
  'mass_send.material': () => ({
    title: 'This material cannot be sent in mass',
    cure: 'A mass send takes drafts and history items that WeChat still has. Choose another one.',
  }),
  'mass_send.audience': () => ({ title: 'No audience was chosen', cure: 'Choose all followers, one tag, or a list.' }),
  'mass_send.openids': () => ({
    title: 'The list has an empty openid, or one twice',
    cure: 'Name each follower once.',
  }),
  'mass_send.openids_count': () => ({
    title: 'The list has a wrong number of people',
    cure: 'WeChat takes 2 to 10,000 at once.',
  }),
  'mass_send.step': () => ({
    title: 'The time is no multiple of five minutes',
    cure: 'Take a time such as 20:00 or 20:05.',
  }),
  'mass_send.day_used': () => ({
    title: 'That day’s mass send is used or planned',
    cure: 'A subscription account sends once a day; take another day.',
  }),
  'mass_send.past': () => ({ title: 'That time is past', cure: 'Take a later time, or send it now.' }),
  'mass_send.far': () => ({ title: 'That time is too far away', cure: 'Take one within 90 days.' }),
  'mass_send.preflight': () => ({
    title: 'The preflight has not been passed',
    cure: 'Look at what it found. After a change it has to be made again.',
  }),
  'mass_send.people': () => ({
    title: 'The number of people has changed',
    cure: 'Check the new number and confirm again.',
  }),
  'mass_send.preview_to': () => ({
    title: 'Nobody was named for the preview',
    cure: 'Write a WeChat ID, or choose a follower.',
  }),
  'mass_send.previews': () => ({
    title: 'Today’s previews by WeChat ID are used up',
    cure: 'WeChat allows 100 a day, again from midnight in Beijing. Previews to a follower are not limited.',
  }),
  'mass_send.copy_needed': () => ({
    title: 'WeChat does not send this history item itself',
    cure: 'Make a draft copy of it, preview that, and send it.',
  }),
  'mass_send.not_history': () => ({
    title: 'Only a history item needs a draft copy',
    cure: 'A draft can be sent as it is.',
  }),
  'mass_send.not_asked': () => ({ title: 'Nobody asked to send this', cure: 'Let its author send it first.' }),
  'mass_send.own': () => ({
    title: 'One’s own mass send cannot be approved',
    cure: 'Let another operator approve it.',
  }),
  'mass_send.not_scheduled': () => ({
    title: 'It does not wait to be sent',
    cure: 'Only a scheduled mass send gets another time.',
  }),
  'mass_send.not_sent': () => ({
    title: 'It cannot be deleted at WeChat',
    cure: 'Only one that was sent and whose id at WeChat is known can be.',
  }),
  'mass_send.title': () => ({
    title: 'The title is another one',
    cure: 'Type the title of the mass send that is to be deleted.',
  }),
  'mass_send.not_unknown': () => ({ title: 'What became of it is known already', cure: 'Reload the page.' }),
  'mass_send.result': () => ({
    title: 'No result of that number waits for a mass send',
    cure: 'Choose one of the candidates, or say only whether it was sent.',
  }),
  'mass_send.speed': () => ({ title: 'That is no speed', cure: 'Write 0, the fastest, to 4, the slowest.' }),
  'publication.unknown': () => ({ title: 'There is no such publication', cure: 'Look at the list again.' }),
  'publication.running': () => ({
    title: 'This draft is being published',
    cure: 'Wait until WeChat tells how it ended.',
  }),
  'publication.in_use': () => ({
    title: 'A mass send is going to use this draft',
    cure: 'Publishing consumes the draft. Cancel the mass send first.',
  }),
  'publication.unread': () => ({
    title: 'The draft could not be read before publishing it',
    cure: 'Try again in a while.',
  }),
  'wechat.40130': () => ({ title: 'A list needs at least two followers', cure: 'Add another one.' }),
  'wechat.40152': () => ({ title: 'WeChat has no such tag', cure: 'Refresh the tags and choose another one.' }),
  'wechat.42010': () => ({ title: 'The same material is sent too fast', cure: 'Wait until the send before is done.' }),
  'wechat.45028': () => ({
    title: 'The mass sends of this period are used up',
    cure: 'A subscription account has one a day. Send after midnight in Beijing, or another day.',
  }),
  'wechat.45062': () => ({
    title: 'The account has an advertising contract that bars sends by the API',
    cure: 'Send it on mp.weixin.qq.com.',
  }),
  'wechat.48021': () => ({
    title: 'This draft was only saved automatically',
    cure: 'Open it on mp.weixin.qq.com, save it by hand, and try again.',
  }),
  'wechat.53505': () => ({
    title: 'This draft has to be saved by hand first',
    cure: 'Open it on mp.weixin.qq.com, save it, and publish again.',
  }),
  'wechat.53503': () => ({
    title: 'The draft did not pass WeChat’s check before publishing',
    cure: 'Open it on mp.weixin.qq.com and look at the hint.',
  }),
  'wechat.53504': () => ({
    title: 'This draft has to be published on the website',
    cure: 'Open it on mp.weixin.qq.com and publish it there.',
  }),
};
