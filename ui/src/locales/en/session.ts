import type { session as zh } from '../zh-CN/session';

/** Signing in, and the very first start. */
export const session: typeof zh = {
  title: 'Sign in',
  welcome: 'Every article found, told apart, and put to use.',
  email: 'Email',
  password: 'Password',
  submit: 'Sign in',
  submitting: 'Signing in',
  locked: (p) => `Try again after ${p.at}`,
  byCode: 'Signing in by the link',
  codeFailed: 'Sign in with email and password',
  language: '中文',
  required: {
    email: 'Enter your email',
    password: 'Enter a password',
    name: 'Enter your name',
    code: 'Enter the start code, printed in the terminal at start',
  },
  setup: {
    title: 'Create the first operator',
    text: 'The first operator is an admin and can add others in the settings.',
    code: 'Start code',
    codeHint: 'The server prints it in the terminal when it starts; TUWEN_SETUP_CODE sets it.',
    name: 'Name',
    submit: 'Create and sign in',
    submitting: 'Creating',
  },
};
