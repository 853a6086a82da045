import { accounts } from './en/accounts';
import { common } from './en/common';
import { errors } from './en/errors';
import { materials } from './en/materials';
import { overview } from './en/overview';
import { quotas } from './en/quotas';
import { session } from './en/session';
import { settings } from './en/settings';
import type { Texts } from './zh-CN';

/** All texts in English; a key that Chinese has and this has not does not compile. Loaded on demand. */
export const en: Texts = { ...common, accounts, errors, materials, overview, quotas, session, settings };
