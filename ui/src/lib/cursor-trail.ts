/**
 * Lists page forward only: each page names the cursor of the next. The trail remembers, for as long as the tab
 * lives, which cursor opened which page of a list, so that 上一页 leads back even after the page was loaded anew.
 *
 * `list` names the list with its filters and page size: another filter is another trail.
 */
export function rememberCursor(list: string, page: number, cursor: string): void {
  try {
    sessionStorage.setItem(slot(list, page), cursor);
  } catch {
    // Storage is forbidden: going back leads to the first page.
  }
}

/** The cursor that opened the page; '' for the first one, undefined when it is not known. */
export function recallCursor(list: string, page: number): string | undefined {
  if (page <= 1) return '';
  try {
    return sessionStorage.getItem(slot(list, page)) ?? undefined;
  } catch {
    return undefined;
  }
}

function slot(list: string, page: number): string {
  return `tuwen.trail.${list}.${page}`;
}
