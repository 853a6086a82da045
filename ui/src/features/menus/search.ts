import { textOf } from '@/lib/page-search';

/** What the address of the page holds: which menu is edited, and what lies over it. */
export type MenuSearch = {
  /** The id of a conditional menu; without one the menu of all. */
  menu?: string;
  /** The material that is to be put on a button. */
  put?: string;
  panel?: 'versions' | 'publish' | 'remove';
};

/** Reads the address; what it does not understand it leaves out. */
export function readMenuSearch(raw: Record<string, unknown>): MenuSearch {
  const menu = textOf(raw.menu);
  const put = textOf(raw.put);
  return {
    ...(menu && { menu }),
    ...(put && { put }),
    ...((raw.panel === 'versions' || raw.panel === 'publish' || raw.panel === 'remove') && { panel: raw.panel }),
  };
}
