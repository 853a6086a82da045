import { useTexts } from '@/locales/context';
import s from './DateRange.module.css';
import { type ContactSearch, isDay } from './search';

type Props = {
  from: string | undefined;
  until: string | undefined;
  onChange: (change: Partial<ContactSearch>) => void;
};

/** From one Beijing day to another, both included; an empty end is open. */
export function DateRange({ from = '', until = '', onChange }: Props) {
  const { contacts } = useTexts('contacts');
  const t = contacts.filter;
  const read = (value: string) => (isDay(value) ? value : undefined);
  return (
    <span className={s.range}>
      <label>
        {t.from}
        <input
          type="date"
          value={from}
          max={until || undefined}
          onChange={(event) => onChange({ from: read(event.target.value) })}
        />
      </label>
      <label>
        {t.until}
        <input
          type="date"
          value={until}
          min={from || undefined}
          onChange={(event) => onChange({ until: read(event.target.value) })}
        />
      </label>
    </span>
  );
}
