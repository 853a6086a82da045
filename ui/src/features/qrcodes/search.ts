import type { QRCode } from './queries';

/** The sizes a page may have. */
export const pageSizes = [20, 50, 100] as const;
export type PageSize = (typeof pageSizes)[number];

/** What the address of the page holds. */
export type CodeSearch = {
  q?: string;
  kind?: QRCode['kind'];
  source?: string;
  campaign?: string;
  /** Only those that WeChat has not made yet, or refused. */
  unmade?: true;
  cursor?: string;
  page?: number;
  size?: PageSize;
  /** The id of the code in the drawer; `new` for one that is being written. */
  code?: string;
  view?: 'edit';
  /** What its scans are counted by; days without it. */
  by?: 'hour';
  /** The id of the code that a new one begins as; it is then a permanent one. */
  copy?: string;
  panel?: 'import';
};

/** Reads the address; what it does not understand it leaves out. */
export function readCodeSearch(raw: Record<string, unknown>): CodeSearch {
  const found: CodeSearch = {};
  for (const name of ['q', 'source', 'campaign', 'code', 'copy'] as const) {
    const value = text(raw[name]);
    if (value.trim()) found[name] = value;
  }
  if (raw.kind === 'permanent' || raw.kind === 'temporary') found.kind = raw.kind;
  if (raw.unmade === true) found.unmade = true;
  if (raw.view === 'edit') found.view = 'edit';
  if (raw.by === 'hour') found.by = 'hour';
  if (raw.panel === 'import') found.panel = 'import';
  const size = pageSizes.find((one) => one === Number(raw.size));
  if (size) found.size = size;
  const cursor = text(raw.cursor);
  const page = Number(raw.page);
  if (cursor && Number.isInteger(page) && page > 1) {
    found.cursor = cursor;
    found.page = page;
  }
  return found;
}

/** Whether the address shows only some of the codes. */
export function isNarrowed({ q, kind, source, campaign, unmade }: CodeSearch): boolean {
  return Boolean(q || kind || source || campaign || unmade);
}

/** The router reads `q=2024` as a number; a search is text. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}
