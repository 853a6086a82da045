import type { tokens as zh } from '../zh-CN/tokens';

/** Tokens of the API. */
export const tokens: typeof zh = {
  title: 'API tokens',
  desc: 'For scripts and other systems. A token is shown once, when it is made.',
  what: 'the API tokens',
  add: 'Create a token',
  addTitle: 'Create an API token',
  columns: { name: 'Purpose', role: 'Role', by: 'Created by', created: 'Created', used: 'Last used' },
  name: 'Purpose',
  nameHint: 'For example: nightly sync script',
  role: 'Role',
  create: 'Create',
  madeTitle: 'The token is made',
  madeText: 'Copy it now. It is not shown again; a lost one must be replaced.',
  copy: 'Copy the token',
  usage: 'Usage',
  stored: 'I have stored it',
  empty: {
    title: 'Let scripts work for you',
    text: 'Sync every night, or copy materials to a system of your own, by the API.',
  },
  revoke: 'Revoke',
  revokeTitle: (p) => `Revoke “${p.name}”?`,
  revokeText: 'Scripts that use it stop at once. This cannot be undone.',
  revokeConfirm: 'Revoke this token',
  revoked: (p) => `“${p.name}” is revoked`,
  neverUsed: 'Never used',
};
