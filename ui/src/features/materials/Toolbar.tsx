import type { ReactNode } from 'react';
import { FilterButton } from '@/components/FilterButton';
import { SearchField } from '@/components/SearchField';
import { useTexts } from '@/locales/context';
import { MonthJump } from './MonthJump';
import type { MaterialsSearch } from './search';
import s from './Toolbar.module.css';

type Props = {
  search: MaterialsSearch;
  /** The update time of the first row; undefined where there is no jumping to a month. */
  shown?: string | undefined;
  months?: boolean;
  onRefine: (change: Partial<MaterialsSearch>) => void;
  children?: ReactNode;
};

/** Search and filters over a list; they are in the address. */
export function Toolbar({ search, shown, months, onRefine, children }: Props) {
  const { materials: t } = useTexts('materials');
  return (
    <div className={s.toolbar}>
      <SearchField
        label={t.search}
        placeholder={t.searchHint}
        value={search.q ?? ''}
        slash
        onSearch={(text) => onRefine({ q: text.trim() })}
      />
      <FilterButton
        label={t.filterNote}
        all={t.anyNote}
        value={search.note}
        options={[
          { value: 'with', label: t.withNote },
          { value: 'without', label: t.withoutNote },
        ]}
        onChange={(note) => onRefine({ note })}
      />
      <FilterButton
        label={t.filterUse}
        all={t.anyUse}
        value={search.use}
        options={[
          { value: 'used', label: t.used },
          { value: 'unused', label: t.unused },
        ]}
        onChange={(use) => onRefine({ use })}
      />
      {months ? <MonthJump value={search.month} shown={shown} onChange={(month) => onRefine({ month })} /> : null}
      <div className={s.end}>{children}</div>
    </div>
  );
}
