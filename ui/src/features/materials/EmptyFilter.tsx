import { EmptyState } from '@/components/EmptyState';
import { useTexts } from '@/locales/context';
import type { MaterialsSearch, Tab } from './search';

type Props = {
  search: MaterialsSearch;
  /** The other tab, where the same words may be found. */
  other: string;
  otherTab: Tab;
  onRefine: (change: Partial<MaterialsSearch>) => void;
};

/** Nothing fits: one click clears what narrows the list, another looks for the same words in the other tab. */
export function EmptyFilter({ search, other, otherTab, onRefine }: Props) {
  const { materials: t } = useTexts('materials');
  const clear = () => onRefine({ q: undefined, note: undefined, use: undefined, month: undefined });
  if (!search.q) {
    return (
      <EmptyState
        drawing="search"
        title={t.emptyFilter}
        text={t.emptyFilterText}
        action={{ label: t.clearFilters, onClick: clear }}
        quiet
      />
    );
  }
  return (
    <EmptyState
      drawing="search"
      title={t.emptySearch({ q: search.q })}
      text={t.emptySearchText}
      action={{ label: t.clearSearch, onClick: clear }}
      second={{
        label: t.searchOther({ name: other }),
        onClick: () => onRefine({ tab: otherTab, note: undefined, use: undefined, month: undefined }),
      }}
      quiet
    />
  );
}
