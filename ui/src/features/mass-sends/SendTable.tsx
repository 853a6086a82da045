import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useMay } from '@/api/session';
import { tagsQuery } from '@/api/tags';
import { useCursorPaging } from '@/components/cursor-paging';
import { DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { useTexts } from '@/locales/context';
import { massColumns } from './mass-columns';
import { type MassSends, massFilter, massPage } from './queries';
import type { MassSearch } from './search';

type Props = {
  appId: string;
  search: MassSearch;
  list: UseQueryResult<MassSends>;
  onSearch: (change: Partial<MassSearch>) => void;
  onClear: () => void;
  onOpen: (id: string) => void;
};

/** The mass sends a page at a time, those made last first. */
export function SendTable({ appId, search, list, onSearch, onClear, onOpen }: Props) {
  const texts = useTexts('massSends');
  const t = texts.massSends;
  const may = useMay('operator');
  const tags = useQuery(tagsQuery(appId)).data?.items;
  const paging = useCursorPaging({
    list: JSON.stringify({ massSends: appId, ...massFilter({ ...search, cursor: undefined }) }),
    search,
    size: massPage,
    page: list.data,
    turning: list.isPlaceholderData,
    onTurn: onSearch,
  });
  return (
    <DataTable
      label={t.title}
      what={t.what}
      columns={massColumns({ texts, tags, onOpen: (send) => onOpen(send.id) })}
      rows={list.data?.items}
      query={list}
      rowKey={(send) => send.id}
      rowName={(send) => send.title || t.untitled}
      rowHeight={72}
      filter={search.state ? { onClear } : undefined}
      paging={paging}
      empty={
        <EmptyState
          drawing="articles"
          title={t.empty.title}
          text={may ? t.empty.text : t.empty.viewer}
          action={may ? { label: t.create, onClick: () => onOpen('new') } : undefined}
        />
      }
    />
  );
}
