import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors } from '@dnd-kit/core';
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { GripVertical } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTexts } from '@/locales/context';
import s from './SortableList.module.css';

type Props<Item> = {
  label: string;
  items: readonly Item[];
  idOf: (item: Item) => string;
  /** An item in words: names its handle, and tells where it went. */
  nameOf: (item: Item) => string;
  onMove: (from: number, to: number) => void;
  disabled?: boolean | undefined;
  className?: string | undefined;
  /** Draws an item with its handle, by which it is dragged, or taken and moved with Space and the arrows. */
  children: (item: Item, at: number, handle: ReactNode) => ReactNode;
};

/** A list whose items are put in order by pointer or keyboard. It needs the texts `sortable`. */
export function SortableList<Item>(props: Props<Item>) {
  const { label, items, idOf, nameOf, onMove, disabled, className, children } = props;
  const { sortable: t } = useTexts('sortable');
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const ids = items.map(idOf);
  const place = (id: unknown) => ids.indexOf(String(id));
  const name = (id: unknown) => {
    const item = items[place(id)];
    return item === undefined ? '' : nameOf(item);
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={({ active, over }) => {
        if (over && active.id !== over.id) onMove(place(active.id), place(over.id));
      }}
      accessibility={{
        screenReaderInstructions: { draggable: t.how },
        announcements: {
          onDragStart: ({ active }) => t.taken({ name: name(active.id), at: place(active.id) + 1, of: ids.length }),
          onDragOver: ({ active, over }) =>
            over ? t.over({ name: name(active.id), at: place(over.id) + 1, of: ids.length }) : undefined,
          onDragEnd: ({ active, over }) =>
            t.put({ name: name(active.id), at: place(over?.id ?? active.id) + 1, of: ids.length }),
          onDragCancel: ({ active }) => t.cancelled({ name: name(active.id) }),
        },
      }}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        <ol className={className} aria-label={label}>
          {items.map((item, at) => (
            <SortableItem key={idOf(item)} id={idOf(item)} name={nameOf(item)} disabled={Boolean(disabled)}>
              {(handle) => children(item, at, handle)}
            </SortableItem>
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

type ItemProps = { id: string; name: string; disabled: boolean; children: (handle: ReactNode) => ReactNode };

function SortableItem({ id, name, disabled, children }: ItemProps) {
  const { sortable: t } = useTexts('sortable');
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id,
    disabled,
    attributes: { roleDescription: t.role },
  });
  const handle = (
    <button
      ref={setActivatorNodeRef}
      type="button"
      {...attributes}
      {...listeners}
      disabled={disabled}
      className={s.handle}
      aria-label={t.handle({ name })}
      title={t.title}
    >
      <GripVertical size={14} aria-hidden="true" />
    </button>
  );
  const moved = transform ? `translate3d(0, ${Math.round(transform.y)}px, 0)` : undefined;
  return (
    <li ref={setNodeRef} className={isDragging ? s.dragged : undefined} style={{ transform: moved, transition }}>
      {children(handle)}
    </li>
  );
}
