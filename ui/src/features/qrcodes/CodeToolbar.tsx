import group from '@/components/ButtonGroup.module.css';
import { FilterButton } from '@/components/FilterButton';
import lists from '@/components/List.module.css';
import { SearchField } from '@/components/SearchField';
import { useTexts } from '@/locales/context';
import type { CodeFacets } from './queries';
import type { CodeSearch } from './search';

type Props = {
  search: CodeSearch;
  facets: CodeFacets | undefined;
  /** Whether the account may have codes: how many are left is of no use to others. */
  able: boolean;
  onRefine: (change: Partial<CodeSearch>) => void;
};

/** Search and filters over the codes; all are in the address. */
export function CodeToolbar({ search, facets, able, onRefine }: Props) {
  const { qrcodes: t } = useTexts('qrcodes');
  const options = (values: readonly string[] = [], chosen: string | undefined) => {
    const all = chosen && !values.includes(chosen) ? [chosen, ...values] : values;
    return all.map((value) => ({ value, label: value }));
  };
  return (
    <div className={lists.toolbar}>
      <SearchField
        label={t.search}
        placeholder={t.searchHint}
        value={search.q ?? ''}
        slash
        onSearch={(q) => onRefine({ q: q.trim() || undefined })}
      />
      <FilterButton
        label={t.kind}
        all={t.anyKind}
        value={search.kind}
        options={(['permanent', 'temporary'] as const).map((value) => ({ value, label: t.kinds[value] }))}
        onChange={(kind) => onRefine({ kind })}
      />
      <FilterButton
        label={t.source}
        all={t.anySource}
        value={search.source}
        options={options(facets?.sources, search.source)}
        onChange={(source) => onRefine({ source })}
      />
      <FilterButton
        label={t.campaign}
        all={t.anyCampaign}
        value={search.campaign}
        options={options(facets?.campaigns, search.campaign)}
        onChange={(campaign) => onRefine({ campaign })}
      />
      {search.unmade || (facets && facets.pending + facets.refused > 0) ? (
        <div className={group.group}>
          <button
            type="button"
            aria-pressed={Boolean(search.unmade)}
            onClick={() => onRefine({ unmade: search.unmade ? undefined : true })}
          >
            {t.onlyUnmade}
          </button>
        </div>
      ) : null}
      {facets && able ? (
        <span className={`${lists.told} num`} title={t.permanentLeftHint}>
          {t.permanentLeft({ n: facets.permanent_left })}
        </span>
      ) : null}
    </div>
  );
}
