import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { codesQuery } from '@/api/qrcodes';
import lists from '@/components/List.module.css';
import { recallCursor, rememberCursor } from '@/lib/cursor-trail';
import { recall, remember } from '@/lib/remembered';
import { useTexts } from '@/locales/context';
import { CodeTable } from './CodeTable';
import type { Wanted } from './code-pictures';
import s from './QRCodeList.module.css';
import { codeFilter, type QRCode } from './queries';
import { type CodeSearch, isNarrowed, pageSizes } from './search';

type Props = {
  appId: string;
  search: CodeSearch;
  /** Whether codes can be made: by who looks, at this account. */
  makes: boolean;
  onSearch: (change: Partial<CodeSearch>) => void;
  onRefine: (change: Partial<CodeSearch>) => void;
  onDelete: (code: QRCode) => void;
  onSave: (wanted: Wanted) => void;
  /** What stands above the rows; told whether there are any. */
  above: (some: boolean) => ReactNode;
  empty: ReactNode;
};

/** The codes page by page. */
export function CodePages({ appId, search, makes, onSearch, onRefine, onDelete, onSave, above, empty }: Props) {
  const { qrcodes: t } = useTexts('qrcodes');
  const size = search.size ?? rememberedSize();
  const codes = useQuery(
    codesQuery(appId, { ...codeFilter(search), ...(search.cursor && { cursor: search.cursor }), limit: size }),
  );
  const page = codes.data;

  // While the next page is on its way the old one stays, with its own range and without turning further.
  const turning = codes.isPlaceholderData;
  const settled = useRef(1);
  if (!turning) settled.current = search.page ?? 1;
  const number = settled.current;
  const list = JSON.stringify({ appId, ...codeFilter(search), size });
  const turn = (to: number, cursor: string | undefined) => {
    document.getElementById('main')?.scrollTo({ top: 0 });
    onSearch(cursor ? { cursor, page: to } : { cursor: undefined, page: undefined });
  };
  const next = () => {
    if (!page) return;
    rememberCursor(list, number, search.cursor ?? '');
    turn(number + 1, page.next_cursor);
  };
  return (
    <div className={lists.panel}>
      {above(Boolean(page && page.items.length > 0))}
      <CodeTable
        key={`${list} ${number}`}
        appId={appId}
        search={search}
        makes={makes}
        rows={page?.items}
        query={codes}
        empty={empty}
        filter={
          isNarrowed(search)
            ? {
                search: search.q,
                onClear: () =>
                  onRefine({
                    q: undefined,
                    kind: undefined,
                    source: undefined,
                    campaign: undefined,
                    unmade: undefined,
                  }),
              }
            : undefined
        }
        paging={
          page && {
            page: number,
            size,
            total: page.total,
            totalMore: page.total_more,
            onNext: page.next_cursor && !turning ? next : undefined,
            onPrevious: number > 1 && !turning ? () => turn(number - 1, recallCursor(list, number - 1)) : undefined,
            extra:
              page.total > 1 ? (
                <button type="button" className={s.all} onClick={() => onSave({ search, total: page.total })}>
                  <Download size={14} strokeWidth={1.75} aria-hidden="true" />
                  {t.downloadFound}
                </button>
              ) : undefined,
            sizes: pageSizes,
            onSize: (chosen) => {
              remember('qrcodes-size', String(chosen));
              onRefine({ size: pageSizes.find((one) => one === chosen) });
            },
          }
        }
        onSearch={onSearch}
        onDelete={onDelete}
        onSave={onSave}
      />
    </div>
  );
}

function rememberedSize() {
  const kept = Number(recall('qrcodes-size'));
  return pageSizes.find((size) => size === kept) ?? 50;
}
