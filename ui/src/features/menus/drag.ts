import {
  type CollisionDetection,
  closestCenter,
  type KeyboardCoordinateGetter,
  pointerWithin,
  type UniqueIdentifier,
} from '@dnd-kit/core';
import { find } from './menu';
import type { Button } from './queries';

/** What a button of the menu may be dragged over: one of the first row over those; one of a group over those beside it and over the first row. */
export function collisionsIn(buttons: readonly Button[]): CollisionDetection {
  return (args) => {
    const id = String(args.active.id);
    const parent = find(buttons, id)?.parent;
    const tops = args.droppableContainers.filter(({ id: at }) => isTop(buttons, at));
    if (!parent) return closestCenter({ ...args, droppableContainers: tops });
    const onTop = pointerWithin({ ...args, droppableContainers: tops });
    if (onTop.length > 0) return onTop;
    const beside = args.droppableContainers.filter(({ id: at }) => !isTop(buttons, at));
    // By the keys it jumps onto a place, so that whatever is nearest is meant.
    return closestCenter({ ...args, droppableContainers: args.pointerCoordinates ? beside : [...beside, ...tops] });
  };
}

function isTop(buttons: readonly Button[], id: UniqueIdentifier): boolean {
  return buttons.some((button) => button.id === id);
}

/**
 * Where the arrow keys take a button: one of the first row to its neighbour; one of a group up and down among those
 * beside it, and sideways onto the other buttons of the first row.
 */
export function keysIn(buttons: readonly Button[]): KeyboardCoordinateGetter {
  return (event, { active, context: { over, droppableContainers, droppableRects } }) => {
    const way = arrows[event.code];
    const here = find(buttons, String(active));
    if (!way || !here) return undefined;
    event.preventDefault();
    const to = next(buttons, String(active), String(over?.id ?? active), way);
    // Just after it was taken the places may not be measured yet.
    const place = (id: UniqueIdentifier) =>
      droppableRects.get(id) ?? droppableContainers.get(id)?.node.current?.getBoundingClientRect();
    const rect = to === undefined ? undefined : place(to);
    const own = place(active);
    if (!rect || !own) return undefined;
    return { x: rect.left + (rect.width - own.width) / 2, y: rect.top + (rect.height - own.height) / 2 };
  };
}

type Way = { along: 'row' | 'group'; step: 1 | -1 };

const arrows: Record<string, Way> = {
  ArrowLeft: { along: 'row', step: -1 },
  ArrowRight: { along: 'row', step: 1 },
  ArrowUp: { along: 'group', step: -1 },
  ArrowDown: { along: 'group', step: 1 },
};

/** The button that an arrow leads to from the one it is over; undefined where there is none. */
export function next(
  buttons: readonly Button[],
  active: string,
  over: string,
  { along, step }: Way,
): string | undefined {
  const parent = find(buttons, active)?.parent;
  const at = find(buttons, over);
  if (along === 'group') {
    if (!parent) return undefined;
    const beside = parent.buttons ?? [];
    // Up from the first row it comes back into its group, at the end.
    if (!at?.parent) return step < 0 ? beside.at(-1)?.id : undefined;
    return beside[at.at + step]?.id;
  }
  const from = buttons.findIndex((top) => top.id === (at?.parent ?? at?.button)?.id);
  return buttons[from + step]?.id;
}
