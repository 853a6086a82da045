import { useTexts } from '@/locales/context';
import s from './MaterialPicker.module.css';

type Props = {
  range: { from: number; to: number; total: number; more: boolean } | undefined;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
};

/** The foot of the picker's list: which items are shown, and the way to the others. */
export function PickerPages({ range, onPrevious, onNext }: Props) {
  const { table } = useTexts();
  if (!range || range.to < range.from) return <div className={s.pages} />;
  return (
    <div className={s.pages}>
      <span className="num">{table.range(range)}</span>
      {onPrevious || onNext ? (
        <>
          <button type="button" className={s.quiet} disabled={!onPrevious} onClick={onPrevious}>
            {table.previous}
          </button>
          <button type="button" className={s.quiet} disabled={!onNext} onClick={onNext}>
            {table.next}
          </button>
        </>
      ) : null}
    </div>
  );
}
