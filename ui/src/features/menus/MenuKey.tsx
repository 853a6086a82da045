import { useSortable } from '@dnd-kit/sortable';
import { useTexts } from '@/locales/context';
import s from './MenuPhone.module.css';
import { isGroup } from './menu';
import type { Button } from './queries';

type Props = {
  button: Button;
  /** It stands in the first row. */
  top?: boolean;
  chosen: boolean;
  open?: boolean;
  wrong: boolean;
  disabled: boolean;
  onChoose: () => void;
};

/** A button of the menu in the phone: pressing chooses it, Space or dragging moves it. */
export function MenuKey({ button, top, chosen, open, wrong, disabled, onChoose }: Props) {
  const { menus: t } = useTexts('menus');
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({
    id: button.id,
    attributes: { roleDescription: t.spoken.role },
    disabled: { draggable: disabled },
  });
  const look = [top ? s.top : s.sub, chosen && s.chosen, open && s.open, isDragging && s.ghost]
    .filter(Boolean)
    .join(' ');
  const moved = transform ? `translate3d(${Math.round(transform.x)}px, ${Math.round(transform.y)}px, 0)` : undefined;
  const { 'aria-pressed': _, 'aria-disabled': __, ...named } = attributes;
  return (
    <button
      ref={setNodeRef}
      type="button"
      {...(disabled ? {} : named)}
      {...listeners}
      aria-current={chosen || undefined}
      className={look}
      style={{ transform: moved, transition }}
      title={disabled ? undefined : t.dragHint}
      onClick={onChoose}
    >
      {top && isGroup(button) ? (
        <svg width="11" height="11" viewBox="0 0 12 12" aria-hidden="true" className={s.bars}>
          <path d="M2 3.500h8M2 6h8M2 8.500h8" />
        </svg>
      ) : null}
      <span className={s.name}>{button.name || t.unnamed}</span>
      {wrong ? (
        <i className={s.mark}>
          <span className="unseen">{t.unfinished}</span>
        </i>
      ) : null}
    </button>
  );
}
