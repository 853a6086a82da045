import type { operators as zh } from '../zh-CN/operators';

/** Who may sign in, and what they may do. */
export const operators: typeof zh = {
  title: 'Operators',
  desc: 'Who may sign in, and do what.',
  what: 'the operators',
  add: 'Add an operator',
  addTitle: 'Add an operator',
  editTitle: (p) => `Edit “${p.name}”`,
  columns: { name: 'Name', email: 'Email', role: 'Role', seen: 'Last sign-in', created: 'Added' },
  you: 'me',
  disabled: 'Disabled',
  password: 'First password',
  newPassword: 'Reset the password',
  newPasswordHint: 'Leave empty to keep it',
  passwordHint: 'At least 10 characters; to be changed after the first sign-in.',
  active: 'May sign in',
  disable: 'Disable',
  disableTitle: (p) => `Disable “${p.name}”?`,
  disableText: 'Signing in stops at once, open pages too. Records stay; it can be undone any time.',
  disableConfirm: 'Disable this operator',
  enable: 'Enable',
  added: (p) => `“${p.name}” is added`,
  saved: 'Saved',
  wasDisabled: (p) => `“${p.name}” is disabled`,
  wasEnabled: (p) => `“${p.name}” is enabled`,
};
