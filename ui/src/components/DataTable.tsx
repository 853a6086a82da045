import { type ReactNode, useRef } from 'react';
import { useKeys } from '@/lib/keyboard';
import { useTexts } from '@/locales/context';
import s from './DataTable.module.css';
import { EmptyState } from './EmptyState';
import { ErrorState } from './ErrorState';
import { type Paging, TableFooter } from './TableFooter';

export type Column<Row> = {
  key: string;
  title: ReactNode;
  /** A CSS width; columns without one share what is left. */
  width?: string | undefined;
  align?: 'end' | undefined;
  /** Keeps the heading for screen readers only: for the column of actions. */
  untitled?: boolean | undefined;
  /** Mark the row's main button or link with `data-primary`: j and k move to it, Enter presses it. */
  render: (row: Row) => ReactNode;
};

/** What the table needs to know of the query its rows come from. */
export type Loading = { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };

type Props<Row> = {
  /** The accessible name of the table. */
  label: string;
  /** What is listed, for the sentence 「…没有读到」. */
  what: string;
  columns: readonly Column<Row>[];
  /** Undefined while nothing has been read yet. */
  rows: readonly Row[] | undefined;
  query?: Loading | undefined;
  rowKey: (row: Row) => string;
  /** A row in words: names its checkbox. */
  rowName: (row: Row) => string;
  /** What stands in place of rows when there are none at all. */
  empty: ReactNode;
  /** Set when filters or a search narrow the rows: no rows then means "none match". */
  filter?: { search?: string | undefined; onClear: () => void } | undefined;
  selection?: { keys: ReadonlySet<string>; onChange: (keys: Set<string>) => void } | undefined;
  paging?: Paging | undefined;
  /** More keys for the row that has the focus: `{ e: editNote }`. */
  rowKeys?: Readonly<Record<string, (row: Row) => void>> | undefined;
  /** The row that is open in a drawer. */
  current?: string | undefined;
  /** Height of a row in px while it is loading, so that nothing jumps. */
  rowHeight?: number | undefined;
};

/**
 * A list with its four states by construction: a skeleton in the final layout, rows, none (at all, or because of a
 * filter), an error. j and k go through the rows, Enter opens, x selects. When a later reading fails the rows stay and
 * the error stands above them.
 */
export function DataTable<Row>(props: Props<Row>) {
  const { rows, query, paging, filter, empty, what } = props;
  const failed = query?.isError ? (
    <ErrorState what={what} error={query.error} onRetry={() => void query.refetch()} inline={rows !== undefined} />
  ) : null;
  if (rows === undefined && failed) return failed;
  if (rows?.length === 0 && !failed) return filter ? <NoneMatch {...filter} /> : empty;
  return (
    <>
      {failed}
      <Rows {...props} />
      {paging && rows ? <TableFooter {...paging} shown={rows.length} /> : null}
    </>
  );
}

function NoneMatch({ search, onClear }: { search?: string | undefined; onClear: () => void }) {
  const t = useTexts();
  return (
    <EmptyState
      drawing="search"
      title={search ? t.table.nothingFound({ search }) : t.table.nothingFiltered}
      text={search ? t.table.searchHint : t.table.filterHint}
      action={{ label: search ? t.actions.clearSearch : t.actions.clearFilter, onClick: onClear }}
      quiet
    />
  );
}

function Rows<Row>(props: Props<Row>) {
  const { label, columns, rows, rowKey, rowName, selection, current, rowKeys, rowHeight = 64 } = props;
  const t = useTexts();
  const body = useRef<HTMLTableSectionElement>(null);

  const focused = () => rowElements(body.current).findIndex((row) => row.contains(document.activeElement));
  const move = (by: number) => {
    const all = rowElements(body.current);
    const now = focused();
    const next = now < 0 ? 0 : Math.max(0, Math.min(all.length - 1, now + by));
    const row = all[next];
    primary(row)?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  };
  const toggle = (key: string) => {
    if (!selection) return;
    const keys = new Set(selection.keys);
    if (!keys.delete(key)) keys.add(key);
    selection.onChange(keys);
  };
  const withRow = (act: (row: Row) => void) => () => {
    const row = rows?.[focused()];
    if (row) act(row);
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ...(selection ? { x: withRow((row) => toggle(rowKey(row))) } : {}),
    ...Object.fromEntries(Object.entries(rowKeys ?? {}).map(([key, act]) => [key, withRow(act)])),
  });

  const shown = rows?.map(rowKey) ?? [];
  const chosen = shown.filter((key) => selection?.keys.has(key)).length;
  const toggleAll = () => {
    if (!selection) return;
    const keys = new Set(selection.keys);
    for (const key of shown) chosen === shown.length ? keys.delete(key) : keys.add(key);
    selection.onChange(keys);
  };

  return (
    <table className={s.table} aria-label={label} aria-busy={rows === undefined || undefined}>
      <colgroup>
        {selection ? <col style={{ width: 40 }} /> : null}
        {columns.map((column) => (
          <col key={column.key} style={column.width ? { width: column.width } : undefined} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {selection ? (
            <th scope="col">
              <Check
                label={t.table.selectAll}
                on={chosen > 0 && chosen === shown.length}
                some={chosen > 0}
                toggle={toggleAll}
              />
            </th>
          ) : null}
          {columns.map((column) => (
            <th key={column.key} scope="col" className={column.align === 'end' ? s.end : undefined}>
              {column.untitled ? <span className="unseen">{column.title}</span> : column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {rows === undefined ? (
          <Skeleton columns={columns.length + (selection ? 1 : 0)} height={rowHeight} label={t.state.loading} />
        ) : (
          rows.map((row) => {
            const key = rowKey(row);
            const selected = selection?.keys.has(key) ?? false;
            return (
              <tr key={key} data-row={key} className={selected || current === key ? s.on : undefined}>
                {selection ? (
                  <td>
                    <Check label={t.table.selectRow({ name: rowName(row) })} on={selected} toggle={() => toggle(key)} />
                  </td>
                ) : null}
                {columns.map((column) => (
                  <td key={column.key} className={column.align === 'end' ? s.end : undefined}>
                    {column.render(row)}
                  </td>
                ))}
              </tr>
            );
          })
        )}
      </tbody>
    </table>
  );
}

type CheckProps = { label: string; on: boolean; some?: boolean | undefined; toggle: () => void };

function Check({ label, on, some, toggle }: CheckProps) {
  return (
    <label className={s.check}>
      <input
        type="checkbox"
        aria-label={label}
        checked={on}
        ref={(box) => {
          if (box) box.indeterminate = Boolean(some) && !on;
        }}
        onChange={toggle}
      />
    </label>
  );
}

function Skeleton({ columns, height, label }: { columns: number; height: number; label: string }) {
  return Array.from({ length: 8 }, (_, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a skeleton are all alike
    <tr key={i} className={s.ghost} style={{ height }}>
      {Array.from({ length: columns }, (_, k) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: and so are its cells
        <td key={k}>
          {i === 0 && k === 0 ? <span className="unseen">{label}</span> : null}
          <i />
        </td>
      ))}
    </tr>
  ));
}

function rowElements(body: HTMLElement | null): HTMLTableRowElement[] {
  return body ? [...body.querySelectorAll<HTMLTableRowElement>('tr[data-row]')] : [];
}

function primary(row: HTMLElement | undefined): HTMLElement | null {
  return (
    row?.querySelector<HTMLElement>('[data-primary]') ?? row?.querySelector<HTMLElement>('button, a[href]') ?? null
  );
}
