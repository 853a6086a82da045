import { Check } from 'lucide-react';
import { ArticleCover } from '@/components/ArticleCover';
import { Highlight } from '@/components/Highlight';
import { NoteChip } from '@/components/Note';
import { dayAndClock } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import type { Texts } from '@/locales/texts';
import s from './PickerRow.module.css';
import type { Choice, Use } from './queries';
import { isReason } from './verdict';

type Props = {
  choice: Choice;
  use: Use;
  q: string;
  /** The row's place in the list, by which the list knows what was clicked. */
  at: number;
  id: string;
  active: boolean;
  chosen: boolean;
};

/** One item of the picker; one that cannot be chosen stays readable and says why. */
export function PickerRow({ choice, use, q, at, id, active, chosen }: Props) {
  const { picker, article } = useTexts('picker');
  const t = picker;
  const name = choice.title || article.untitled;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list keeps the focus and names the row by aria-activedescendant
    <div
      role="option"
      id={id}
      data-at={at}
      aria-selected={chosen}
      aria-disabled={!choice.selectable}
      className={[s.row, active && s.active, chosen && s.chosen, !choice.selectable && s.off].filter(Boolean).join(' ')}
    >
      <ArticleCover url={choice.cover_url} title={choice.title} width={94} />
      <span className={s.what}>
        <b title={name}>
          <Highlight text={name} search={q} />
        </b>
        <small className="num">
          {choice.article_count > 1 ? `${article.several({ n: choice.article_count })} · ` : ''}
          {t.updated({ at: dayAndClock(choice.update_time) })}
        </small>
      </span>
      <span className={s.note}>
        {choice.note ? (
          <NoteChip text={choice.note}>
            <Highlight text={choice.note} search={q} />
          </NoteChip>
        ) : choice.source === 'published' ? null : (
          <small>{t.noNote}</small>
        )}
      </span>
      <span className={s.end}>
        {choice.selectable ? (
          <i className={s.mark} aria-hidden="true">
            <Check size={14} strokeWidth={2.5} />
          </i>
        ) : (
          <small className={s.reason}>{reasonWords(t, choice.reason, use)}</small>
        )}
      </span>
    </div>
  );
}

/** The reason in words. */
function reasonWords(t: Texts<'picker'>['picker'], reason: string | undefined, use: Use): string {
  const words = { use: t.use[use] };
  return isReason(reason) ? t.reasons[reason](words) : t.reasonOther(words);
}
