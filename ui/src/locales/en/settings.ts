import type { settings as zh } from '../zh-CN/settings';

/** Settings of the operator and of the installation. */
export const settings: typeof zh = {
  title: 'General',
  desc: 'Your own preferences, and facts about this installation.',
  me: 'My account',
  name: 'Name',
  email: 'Email',
  role: 'Role',
  language: 'Language',
  languages: { 'zh-CN': '中文', en: 'English' },
  time: 'Time',
  timeText: 'All times are Beijing time (UTC+8). WeChat’s daily quotas reset at 0:00 Beijing time too.',
  version: 'Version',
  password: 'Change the password',
  currentPassword: 'Current password',
  newPassword: 'New password',
  changePassword: 'Change the password',
  passwordChanged: 'The password is changed',
  nameSaved: 'The name is saved',
};
