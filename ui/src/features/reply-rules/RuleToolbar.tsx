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
    [undefined, t.anyState],
    ['on', t.on],
    ['off', t.off],
    ...(clashing && (search.kind ?? 'keyword') === 'keyword' ? ([['clash', t.conflicting]] as const) : []),
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
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its own box */}
      <div role="group" aria-label={t.filterState} className={lists.states}>
        {states.map(([state, label]) => (
          <button key={label} type="button" aria-pressed={search.state === state} onClick={() => onSearch({ state })}>
            {label}
          </button>
        ))}
      </div>
      <span className={`${lists.told} num`}>
        {t.counted({ n: rules.length, on: rules.filter((rule) => rule.active).length })}
      </span>
    </div>
  );
}
