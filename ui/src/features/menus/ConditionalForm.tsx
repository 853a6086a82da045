import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useId } from 'react';
import { tagsQuery } from '@/api/tags';
import { RowAction } from '@/components/RowAction';
import { useTexts } from '@/locales/context';
import s from './ConditionalForm.module.css';
import { changedConditional, movedConditional } from './conditional';
import type { Told } from './problems';
import type { ConditionalMenu, Menu } from './queries';

type Props = {
  appId: string;
  menu: Menu;
  conditional: ConditionalMenu;
  /** What is wrong with it, its buttons left aside. */
  problems: readonly Told[];
  disabled: boolean;
  onChange: (menu: Menu, about?: string) => void;
  onRemove: () => void;
};

const platforms = ['ios', 'android', 'other'] as const;

/** For whom a conditional menu is, and which of several counts first. */
export function ConditionalForm({ appId, menu, conditional, problems, disabled, onChange, onRemove }: Props) {
  const { menus } = useTexts('menus');
  const t = menus.conditional;
  const id = useId();
  const tags = useQuery(tagsQuery(appId)).data?.items ?? [];
  const at = menu.conditional.findIndex((c) => c.id === conditional.id);
  const set = (values: Partial<ConditionalMenu>, about?: string) =>
    onChange(changedConditional(menu, conditional.id, values), about && `${conditional.id} ${about}`);
  const tagOptions = tags.map((tag) => ({ value: tag.id, label: tag.name }));
  const unknown = conditional.tag_id && !tags.some((tag) => tag.id === conditional.tag_id);
  return (
    <section className={s.form} aria-label={t.title}>
      <header>
        <h2>{t.title}</h2>
        {disabled ? null : (
          <span className={s.actions}>
            <RowAction
              icon={ArrowUp}
              label={t.earlier}
              title={t.earlier}
              disabled={at <= 0}
              onClick={() => onChange(movedConditional(menu, conditional.id, -1))}
            />
            <RowAction
              icon={ArrowDown}
              label={t.later}
              title={t.later}
              disabled={at >= menu.conditional.length - 1}
              onClick={() => onChange(movedConditional(menu, conditional.id, 1))}
            />
            <Button type="text" danger size="small" icon={<Trash2 size={15} aria-hidden="true" />} onClick={onRemove}>
              {t.remove}
            </Button>
          </span>
        )}
      </header>
      <div className={s.fields}>
        <label htmlFor={`${id}-name`}>
          {t.name}
          <Input
            id={`${id}-name`}
            value={conditional.name}
            disabled={disabled}
            maxLength={60}
            autoComplete="off"
            onChange={(event) => set({ name: event.target.value }, 'name')}
          />
        </label>
        <label htmlFor={`${id}-tag`}>
          {t.tag}
          <Select
            id={`${id}-tag`}
            value={conditional.tag_id ?? 0}
            disabled={disabled}
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              { value: 0, label: t.anyTag },
              ...tagOptions,
              ...(unknown ? [{ value: conditional.tag_id, label: menus.unknownTag }] : []),
            ]}
            onChange={(tag) => set({ tag_id: tag || 0 })}
          />
        </label>
        <label htmlFor={`${id}-platform`}>
          {t.platform}
          <Select
            id={`${id}-platform`}
            value={conditional.platform ?? ''}
            disabled={disabled}
            options={[
              { value: '', label: t.anyPlatform },
              ...platforms.map((value) => ({ value, label: menus.platforms[value] })),
            ]}
            onChange={(value) => {
              const platform = platforms.find((known) => known === value);
              const { platform: _, ...rest } = conditional;
              const next = platform ? { ...rest, platform } : rest;
              onChange({ ...menu, conditional: menu.conditional.map((c) => (c.id === next.id ? next : c)) });
            }}
          />
        </label>
      </div>
      {problems.map(({ title, cure, part }) => (
        <p key={`${part} ${title}`} className={s.wrong}>
          {title}。{cure}
        </p>
      ))}
      <p className={s.hint}>{t.hint({ at: at + 1 })}</p>
    </section>
  );
}
