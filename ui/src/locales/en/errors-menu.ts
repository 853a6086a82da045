import type { menuErrors as zh } from '../zh-CN/errors-menu';

const of = (p: Record<string, string>) => (p.button ? `“${p.button}”` : 'A button');

/** The words of what keeps a menu from being saved or published. */
export const menuErrors: typeof zh = {
  'menu.none': () => ({ title: 'The menu has no button yet', cure: 'Add 1 to 3 buttons, then publish.' }),
  'menu.buttons_many': (p) => ({
    title: 'Too many buttons in the first row',
    cure: `WeChat takes ${p.max ?? '3'} at most. Put one into another group.`,
  }),
  'menu.subs_many': (p) => ({
    title: `${of(p)} holds too many buttons`,
    cure: `A group has ${p.max ?? '5'} at most. Move one to another group.`,
  }),
  'menu.levels': (p) => ({ title: `${of(p)} opens a third level`, cure: 'A menu has two levels; move it out.' }),
  'menu.id_twice': () => ({ title: 'Two buttons have the same id', cure: 'Remove one and add it again.' }),
  'menu.empty_group': (p) => ({
    title: `${of(p)} is still empty`,
    cure: 'Add a button to it, or choose what it does itself.',
  }),
  'menu.no_action': (p) => ({ title: `${of(p)} does nothing yet`, cure: 'Choose what it sends or opens.' }),
  'menu.action': (p) => ({ title: `${of(p)} has an unknown action`, cure: 'Choose what it does again.' }),
  'menu.no_name': () => ({
    title: 'A button has no name',
    cure: 'At most 16 bytes in the first row, 60 inside a group.',
  }),
  'menu.name_long': (p) => ({
    title: `The name of ${of(p)} is too long`,
    cure: `It has ${p.bytes ?? '?'} bytes where ${p.max ?? '16'} are allowed; a Chinese character has 3. Shorten it.`,
  }),
  'menu.no_reply': (p) => ({
    title: `${of(p)} sends nothing yet`,
    cure: 'Choose articles, a text, a picture or a conversation.',
  }),
  'menu.replies_many': (p) => ({
    title: `${of(p)} sends too much`,
    cure: `A tap allows ${p.max ?? '3'} messages in a minute. Keep the most important.`,
  }),
  'menu.url': (p) => ({ title: `${of(p)} has no proper address`, cure: 'Begin it with https:// or http://.' }),
  'menu.url_long': (p) => ({
    title: `The address of ${of(p)} is too long`,
    cure: `It has ${p.bytes ?? '?'} bytes where ${p.max ?? '1024'} are allowed. Use a shorter one.`,
  }),
  'menu.mini_program_account': (p) => ({
    title: `${of(p)} cannot open a mini program`,
    cure: 'Only verified accounts may. Open a page instead.',
  }),
  'menu.appid': (p) => ({
    title: `${of(p)} names no mini program`,
    cure: 'Enter the AppID of one that is bound to this account.',
  }),
  'menu.pagepath': (p) => ({ title: `${of(p)} names no page of the mini program`, cure: 'Enter the path to open.' }),
  'menu.article': (p) => ({
    title: `${of(p)} cannot show this article`,
    cure: 'WeChat itself sends published articles only. Choose one, or send it as a message.',
  }),
  'menu.key_long': (p) => ({
    title: `The key of ${of(p)} is too long`,
    cure: `At most ${p.max ?? '128'} bytes. Shorten it in the system that made it.`,
  }),
  'menu.no_key': (p) => ({ title: `${of(p)} has no key`, cure: 'Choose one of the actions here.' }),
  'menu.conditional_many': (p) => ({
    title: 'Too many conditional menus',
    cure: `At most ${p.max ?? '20'}. Remove those that are not needed.`,
  }),
  'menu.conditional_name': () => ({
    title: 'A conditional menu has no proper name',
    cure: 'Write 1 to 60 characters; only people here see it.',
  }),
  'menu.no_rule': () => ({ title: 'A conditional menu is for nobody yet', cure: 'Choose a tag or a kind of phone.' }),
  'menu.platform': () => ({ title: 'No such kind of phone', cure: 'Choose iOS, Android or other.' }),
  'menu.domains': (p) => ({
    title: 'Conditional menus lead to too many domains',
    cure: `All together may lead to ${p.max ?? '3'}${p.domains ? `; now there are ${p.domains}` : ''}. Use addresses of one domain.`,
  }),
  'menu.unchanged': () => ({ title: 'There is nothing to publish', cure: 'The draft is what is live already.' }),
  'menu.elsewhere': (p) => ({
    title: p.count ? `The menu was changed elsewhere in ${p.count} places` : 'The menu was changed elsewhere',
    cure: 'Import what WeChat has, or confirm that the draft overwrites it.',
  }),
  'menu.nothing_there': () => ({ title: 'WeChat has no menu', cure: 'There is nothing to import; make one here.' }),
  'menu.nothing_to_remove': () => ({
    title: 'WeChat has no menu that was made by the interface',
    cure: 'Switch off one that was made on mp.weixin.qq.com there.',
  }),
  'menu_version.unknown': () => ({ title: 'No such version', cure: 'Choose one from the list again.' }),
  'wechat.40016': () => ({ title: 'WeChat refuses the number of buttons', cure: 'At most 3, and 5 inside a group.' }),
  'wechat.40054': () => ({
    title: 'WeChat refuses a domain inside a group',
    cure: 'Use another address; WeChat may have restricted the domain.',
  }),
  'wechat.40055': () => ({
    title: 'WeChat refuses a domain in the menu',
    cure: 'Use another address; WeChat may have restricted the domain.',
  }),
  'wechat.65305': () => ({ title: 'WeChat takes no more conditional menus', cure: 'Remove some, then publish.' }),
};
