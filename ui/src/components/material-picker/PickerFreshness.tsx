import { RefreshCw } from 'lucide-react';
import { ageWords } from '@/components/Time';
import { dayAndClock } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import s from './MaterialPicker.module.css';
import type { Choices, Source } from './queries';

type Props = {
  source: Source;
  q: string;
  page: Choices | undefined;
  refreshing: boolean;
  onRefresh: () => void;
};

/** From when the list is and how it was read; drafts and published items can be read anew. */
export function PickerFreshness({ source, q, page, refreshing, onRefresh }: Props) {
  const texts = useTexts('picker');
  const t = texts.picker;
  const now = useNow();
  const live = source !== 'history';
  const at = page?.fetched_at;
  const age = at ? ageWords(texts, at, now) : '';
  const words = live ? at && t.read({ age }) : `${t.local}${age && `${t.comma}${age}`}`;
  const stale = page?.error && at ? t.staleError({ at: dayAndClock(at) }) : '';
  return (
    <div className={s.fresh}>
      <p className={stale ? s.stale : undefined} aria-live="polite">
        {stale || words}
        {source === 'published' && q ? ` · ${t.searchPublished}` : ''}
      </p>
      {live ? (
        <button type="button" className={s.quiet} disabled={refreshing} onClick={onRefresh}>
          <RefreshCw size={13} aria-hidden="true" />
          {t.refresh}
        </button>
      ) : null}
    </div>
  );
}
