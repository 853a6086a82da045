import type { Message } from '@/api/client';
import { type PageSearch, readPage, textOf } from '@/lib/page-search';

/** The tabs of the page, in their order, and which states each shows. */
export const messageTabs = ['unsent', 'waiting', 'sent', 'all'] as const;
export type MessageTab = (typeof messageTabs)[number];
export const statesOf: Record<MessageTab, Message['state'][]> = {
  unsent: ['unsent', 'unknown'],
  waiting: ['planned', 'sending'],
  sent: ['sent'],
  all: [],
};

/** What the address of the messages holds. Without a tab it shows what was not sent. */
export type MessageSearch = PageSearch & {
  tab?: MessageTab;
  /** Only to this contact. */
  openid?: string;
  /** The id of the message in the drawer. */
  open?: string;
};

/** Reads the address; what it does not understand it leaves out. */
export function readMessageSearch(raw: Record<string, unknown>): MessageSearch {
  const found: MessageSearch = readPage(raw);
  const tab = messageTabs.find((t) => t === raw.tab);
  if (tab) found.tab = tab;
  const openid = textOf(raw.openid);
  if (openid) found.openid = openid;
  const open = textOf(raw.open);
  if (open) found.open = open;
  return found;
}

/** The same search with other filters: the first page of them. */
export function refineMessages(search: MessageSearch, change: Partial<MessageSearch>): MessageSearch {
  const { cursor, page, open, ...rest } = search;
  return readMessageSearch({ ...rest, ...change });
}
