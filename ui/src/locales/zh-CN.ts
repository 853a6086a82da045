import { accounts } from './zh-CN/accounts';
import { common } from './zh-CN/common';
import { errors } from './zh-CN/errors';
import { materials } from './zh-CN/materials';
import { overview } from './zh-CN/overview';
import { quotas } from './zh-CN/quotas';
import { session } from './zh-CN/session';
import { settings } from './zh-CN/settings';

/** All texts in Chinese: strings, and functions for texts with values. Other languages have exactly these keys. */
export const zhCN = { ...common, accounts, errors, materials, overview, quotas, session, settings };

/** The shape every language has. */
export type Texts = typeof zhCN;
