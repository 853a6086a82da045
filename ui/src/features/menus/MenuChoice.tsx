import { Button, Select } from 'antd';
import { Plus } from 'lucide-react';
import { useTexts } from '@/locales/context';
import { maxConditional } from './conditional';
import s from './MenuChoice.module.css';
import type { ConditionalMenu } from './queries';

type Props = {
  conditional: readonly ConditionalMenu[];
  which: string | undefined;
  onChoose: (which: string | undefined) => void;
  /** Adds a conditional menu; undefined for who, or whose account, may not. */
  onAdd: (() => void) | undefined;
};

/** Which menu is edited: that of all, or a conditional one. */
export function MenuChoice({ conditional, which, onChoose, onAdd }: Props) {
  const { menus: t } = useTexts('menus');
  return (
    <div className={s.choice}>
      <Select
        aria-label={t.conditional.which}
        value={which ?? ''}
        className={s.select ?? ''}
        options={[
          { value: '', label: t.conditional.everybody },
          ...conditional.map(({ id, name }, i) => ({
            value: id,
            label: t.conditional.option({ at: i + 1, name: name || t.unnamed }),
          })),
        ]}
        onChange={(id) => onChoose(id || undefined)}
      />
      {onAdd ? (
        <Button
          icon={<Plus size={15} aria-hidden="true" />}
          disabled={conditional.length >= maxConditional}
          title={t.conditional.addHint}
          onClick={onAdd}
        >
          {t.conditional.add}
        </Button>
      ) : null}
    </div>
  );
}
