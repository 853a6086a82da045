import { Button } from 'antd';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import s from './MaterialPicker.module.css';
import type { Source } from './queries';

type Props = {
  source: Source;
  q: string;
  pending: boolean;
  error: Error | null;
  retry: () => void;
  onClear: () => void;
};

const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** What stands in the picker's place while there is nothing to choose from: waiting, failure, or why it is empty. */
export function PickerState({ source, q, pending, error, retry, onClear }: Props) {
  const { picker: t } = useTexts('picker');
  if (error) {
    return (
      <div className={s.nothing}>
        <ErrorState error={error} onRetry={retry} />
      </div>
    );
  }
  if (pending) {
    return (
      <div className={s.skeleton} role="status" aria-label={t.loading}>
        {rows.map((row) => (
          <i key={row} />
        ))}
      </div>
    );
  }
  return (
    <div className={s.nothing}>
      <p>{q ? t.emptySearch({ q }) : t.empty[source]}</p>
      {q ? <Button onClick={onClear}>{t.clear}</Button> : null}
    </div>
  );
}
