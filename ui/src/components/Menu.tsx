import type { LucideIcon } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import s from './Menu.module.css';

export type MenuItem = {
  key: string;
  label: ReactNode;
  icon?: LucideIcon | undefined;
  /** A second, quiet line: what it costs, why it is disabled. */
  hint?: ReactNode | undefined;
  danger?: boolean | undefined;
  disabled?: boolean | undefined;
  /** Marks the current one of several choices. */
  checked?: boolean | undefined;
  /** Draws a line above the item. */
  divided?: boolean | undefined;
  onSelect: () => void;
};

type Props = {
  label: string;
  items: readonly MenuItem[];
  /** The button the menu belongs to; the focus returns to it. `null` closes the menu. */
  anchor: HTMLElement | null;
  onClose: () => void;
  /** Aligns the menu with the anchor's end instead of its start. */
  end?: boolean | undefined;
  /** Several items may be checked; otherwise one is. */
  several?: boolean | undefined;
  /** Stands above the items, such as a field that searches them; its field has the focus first. */
  head?: ReactNode | undefined;
};

/**
 * A menu of actions at a button: arrow keys, Home, End and first letters move, Enter chooses, Esc and a click elsewhere
 * close. One instance serves all rows of a list, with the anchor of the row whose menu is open.
 */
export function Menu({ anchor, ...rest }: Props) {
  return anchor ? createPortal(<OpenMenu anchor={anchor} {...rest} />, document.body) : null;
}

function OpenMenu({ label, items, anchor, onClose, end, several, head }: Props & { anchor: HTMLElement }) {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number }>();

  const close = useCallback(
    (returnFocus: boolean) => {
      if (returnFocus) anchor.focus();
      onClose();
    },
    [anchor, onClose],
  );

  useLayoutEffect(() => {
    const menu = box.current;
    if (!menu) return;
    const at = anchor.getBoundingClientRect();
    const size = menu.getBoundingClientRect();
    const below = at.bottom + 4;
    const top = below + size.height > window.innerHeight - 8 ? Math.max(8, at.top - 4 - size.height) : below;
    const left = end ? at.right - size.width : at.left;
    setPlace({ left: Math.max(8, Math.min(left, window.innerWidth - size.width - 8)), top });
    (menu.querySelector('input') ?? buttons(menu)[0])?.focus({ preventScroll: true });
  }, [anchor, end]);

  useEffect(() => {
    const onPointer = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!box.current?.contains(target) && !anchor.contains(target)) close(false);
    };
    const onScroll = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) close(false);
    };
    document.addEventListener('pointerdown', onPointer, true);
    document.addEventListener('scroll', onScroll, true);
    window.addEventListener('resize', onScroll);
    return () => {
      document.removeEventListener('pointerdown', onPointer, true);
      document.removeEventListener('scroll', onScroll, true);
      window.removeEventListener('resize', onScroll);
    };
  }, [anchor, close]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const all = buttons(box.current);
    const now = all.indexOf(document.activeElement as HTMLButtonElement);
    // A field above the items moves its own cursor by the same keys.
    if (now < 0 && (event.key === 'Home' || event.key === 'End')) return;
    const go = (i: number) => all[(i + all.length) % all.length]?.focus();
    if (event.key === 'ArrowDown') go(now + 1);
    else if (event.key === 'ArrowUp') go(Math.max(now, 0) - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(all.length - 1);
    else if (event.key === 'Escape') close(true);
    else if (event.key === 'Tab') close(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the menu in it
    <div
      ref={box}
      className={head ? `${s.box} ${s.headed}` : s.box}
      // Not `visibility`: what is not visible cannot be focused, and the first item is, before it is placed.
      style={place ?? { opacity: 0 }}
      onKeyDown={onKeyDown}
    >
      {head ? <div className={s.head}>{head}</div> : null}
      <div role="menu" aria-label={label} tabIndex={-1} className={s.menu}>
        {items.map((item) => (
          <button
            key={item.key}
            type="button"
            {...(item.checked === undefined
              ? { role: 'menuitem' }
              : { role: several ? 'menuitemcheckbox' : 'menuitemradio', 'aria-checked': item.checked })}
            aria-disabled={item.disabled || undefined}
            tabIndex={-1}
            className={[s.item, item.danger ? s.danger : '', item.divided ? s.divided : ''].join(' ')}
            onClick={() => {
              if (item.disabled) return;
              close(true);
              item.onSelect();
            }}
          >
            {item.icon ? <item.icon size={16} strokeWidth={1.75} aria-hidden="true" /> : null}
            <span className={s.text}>
              {item.label}
              {item.hint ? <small>{item.hint}</small> : null}
            </span>
            {item.checked ? <i className={s.check} aria-hidden="true" /> : null}
          </button>
        ))}
      </div>
    </div>
  );
}

function buttons(menu: HTMLElement | null): HTMLButtonElement[] {
  return menu ? [...menu.querySelectorAll<HTMLButtonElement>('[role^="menuitem"]')] : [];
}
