import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors } from '@dnd-kit/core';
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { GripVertical } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
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
  // Over its own place right after it was taken is no news, and would cut off that it was taken.
  const over = useRef<unknown>(undefined);
  const place = (id: unknown) => ids.indexOf(String(id));
  const name = (id: unknown) => {
    const item = items[place(id)];
    return item === undefined ? '' : nameOf(item);
  };
  const step = (id: unknown, to = id) => ({ name: name(id), at: place(to) + 1, of: ids.length });
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={({ active, over: now }) => {
        if (now && active.id !== now.id) onMove(place(active.id), place(now.id));
      }}
      accessibility={{
        screenReaderInstructions: { draggable: t.how },
        announcements: {
          onDragStart: ({ active }) => {
            over.current = active.id;
            return t.taken(step(active.id));
          },
          onDragOver: ({ active, over: now }) => {
            if (!now || now.id === over.current) return undefined;
            over.current = now.id;
            return t.over(step(active.id, now.id));
          },
          onDragEnd: ({ active, over: now }) => t.put(step(active.id, now?.id)),
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
