import { ConfigProvider } from 'antd';
import { useTexts } from '@/locales/context';
import s from './DaysField.module.css';

type Props = {
  /** Handed in by the form's field around it: the days of the week, 1 is Monday. */
  id?: string;
  value?: number[];
  onChange?: (days: number[]) => void;
};

const week = [1, 2, 3, 4, 5, 6, 7];

/** The days of the week on which a rule answers; none chosen is every day. */
export function DaysField({ id, value = [], onChange }: Props) {
  const { replyRules: texts } = useTexts('replyRules');
  const t = texts.editor;
  const { componentDisabled } = ConfigProvider.useConfig();
  const toggle = (day: number) => onChange?.(week.filter((d) => (d === day ? !value.includes(d) : value.includes(d))));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its own box
    <div id={id} role="group" aria-label={t.days} className={s.days}>
      {week.map((day) => (
        <button
          key={day}
          type="button"
          aria-pressed={value.includes(day)}
          disabled={Boolean(componentDisabled)}
          onClick={() => toggle(day)}
        >
          {t.day({ day })}
        </button>
      ))}
    </div>
  );
}
