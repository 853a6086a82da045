import { ButtonGroup } from '@/components/ButtonGroup';
import lists from '@/components/List.module.css';
import { SearchField } from '@/components/SearchField';
import { useTexts } from '@/locales/context';
import type { ReplyRule } from './queries';
import type { RuleSearch } from './search';

type Props = {
  search: RuleSearch;
  rules: readonly ReplyRule[];
  clashing: boolean;
  onSearch: (change: Partial<RuleSearch>) => void;
};

/** Search and state over the rules; both are in the address. */
export function RuleToolbar({ search, rules, clashing, onSearch }: Props) {
  const { replyRules: t } = useTexts('replyRules');
  const states = [
    { value: undefined, label: t.anyState },
    { value: 'on', label: t.on },
    { value: 'off', label: t.off },
    ...(clashing && (search.kind ?? 'keyword') === 'keyword'
      ? [{ value: 'clash', label: t.conflicting } as const]
      : []),
  ] as const;
  return (
    <div className={lists.toolbar}>
      <SearchField
        label={t.search}
        placeholder={t.searchHint}
        value={search.q ?? ''}
        slash
        onSearch={(q) => onSearch({ q: q.trim() || undefined })}
      />
      <ButtonGroup
        label={t.filterState}
        value={search.state}
        options={states}
        onChange={(state) => onSearch({ state })}
      />
      <span className={`${lists.told} num`}>
        {t.counted({ n: rules.length, on: rules.filter((rule) => rule.active).length })}
      </span>
    </div>
  );
}
