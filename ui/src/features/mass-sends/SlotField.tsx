import { Input, Select } from 'antd';
import { day } from '@/lib/dates';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import s from './Composer.module.css';
import { slotProblem, times } from './slots';

type Props = { value: string; onChange: (slot: string) => void };

/** A day and a time of it in steps of five minutes, by the clock of Beijing. */
export function SlotField({ value, onChange }: Props) {
  const { massSends: t } = useTexts('massSends');
  const now = useNow();
  const [date = '', time = ''] = value.split('T');
  const problem = slotProblem(value, now);
  return (
    <>
      <div className={s.row}>
        <Input
          type="date"
          aria-label={t.date}
          style={{ width: 160 }}
          min={day(now)}
          value={date}
          onChange={(event) => event.target.value && onChange(`${event.target.value}T${time}`)}
        />
        <Select
          aria-label={t.time}
          style={{ width: 110 }}
          showSearch
          value={time}
          options={times.map((at) => ({ value: at, label: at }))}
          onChange={(at: string) => onChange(`${date}T${at}`)}
        />
        <span className={s.hint}>{t.beijing}</span>
      </div>
      {problem ? (
        <p className={s.wrong} role="alert">
          {t.slotProblems[problem]}
        </p>
      ) : null}
    </>
  );
}
