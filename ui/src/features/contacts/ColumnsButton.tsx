import { Columns3 } from 'lucide-react';
import { useState } from 'react';
import { Menu } from '@/components/Menu';
import { useTexts } from '@/locales/context';
import s from './ColumnsButton.module.css';
import { type OptionalColumn, optionalColumns } from './contact-columns';

type Props = { shown: readonly OptionalColumn[]; onChange: (shown: OptionalColumn[]) => void };

/** Chooses the columns of the list. */
export function ColumnsButton({ shown, onChange }: Props) {
  const { contacts: t } = useTexts('contacts');
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const toggle = (key: OptionalColumn) =>
    onChange(optionalColumns.filter((one) => (one === key ? !shown.includes(one) : shown.includes(one))));
  return (
    <>
      <button
        type="button"
        className={s.button}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(anchor ? null : event.currentTarget)}
      >
        <Columns3 size={15} strokeWidth={1.75} aria-hidden="true" />
        {t.columns.choose}
      </button>
      <Menu
        label={t.columns.choose}
        anchor={anchor}
        onClose={() => setAnchor(null)}
        several
        end
        items={optionalColumns.map((key) => ({
          key,
          label: t.columns[key],
          checked: shown.includes(key),
          onSelect: () => toggle(key),
        }))}
      />
    </>
  );
}
