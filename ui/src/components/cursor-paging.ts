import { useRef } from 'react';
import { recallCursor, rememberCursor } from '@/lib/cursor-trail';
import type { Paging } from './TableFooter';

type Page = { items: readonly unknown[]; next_cursor: string; total: number; total_more?: boolean | undefined };

type Options = {
  /** Names the list with its filters and page size: another filter is another trail. */
  list: string;
  /** What the address holds: where the page begins, and its number. */
  search: { cursor?: string | undefined; page?: number | undefined };
  size: number;
  page: Page | undefined;
  /** The next page is on its way and the old one stands meanwhile. */
  turning: boolean;
  onTurn: (to: { cursor: string | undefined; page: number | undefined }) => void;
};

/** The foot of a list whose page is in the address; undefined until the first page has come. */
export function useCursorPaging({ list, search, size, page, turning, onTurn }: Options): Paging | undefined {
  // While the next page is on its way the old one stays, with its own range and without turning further.
  const settled = useRef(1);
  if (!turning) settled.current = search.page ?? 1;
  if (!page) return undefined;
  const number = settled.current;
  const turn = (to: number, cursor: string | undefined) => {
    document.getElementById('main')?.scrollTo({ top: 0 });
    onTurn(cursor ? { cursor, page: to } : { cursor: undefined, page: undefined });
  };
  const next = () => {
    rememberCursor(list, number, search.cursor ?? '');
    turn(number + 1, page.next_cursor);
  };
  return {
    page: number,
    size,
    total: page.total,
    totalMore: page.total_more,
    onNext: page.next_cursor && !turning ? next : undefined,
    onPrevious: number > 1 && !turning ? () => turn(number - 1, recallCursor(list, number - 1)) : undefined,
  };
}
