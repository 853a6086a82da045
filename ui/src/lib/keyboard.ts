import { useEffect, useRef } from 'react';

type Handler = (event: KeyboardEvent) => void;

/** Reports whether what is typed goes into a field, or confirms a Chinese candidate, and so is no command. */
export function isTyping(event: KeyboardEvent): boolean {
  // 229 is what Safari reports for the key that ends a composition, after `isComposing` has already turned false.
  if (event.isComposing || event.keyCode === 229) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type);
}

/**
 * Reports whether a dialog, drawer or menu is open over the page; the page's own keys rest meanwhile. A closed dialog may
 * stay mounted, so that focus finds its way back: only what can be seen counts. (jsdom has no `checkVisibility`.)
 */
export function overlayOpen(): boolean {
  const overlays = document.querySelectorAll('[role="dialog"][aria-modal="true"], [role="menu"]');
  return [...overlays].some((overlay) => overlay.checkVisibility?.({ visibilityProperty: true }) ?? true);
}

/**
 * Runs `handler[key]` on that key while the component is on the page. `key` is `KeyboardEvent.key`, or `mod+k` for Ctrl
 * or ⌘ with it. Plain keys rest while something is typed or an overlay is open; `mod+` keys always work. A handled key
 * does nothing else.
 */
export function useKeys(handlers: Record<string, Handler | undefined>, enabled = true): void {
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });
  useEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent) => {
      const mod = event.ctrlKey || event.metaKey;
      const name = mod ? `mod+${event.key.toLowerCase()}` : event.key;
      const handler = current.current[name];
      if (!handler || event.altKey || event.defaultPrevented) return;
      if (!mod && (isTyping(event) || overlayOpen())) return;
      event.preventDefault();
      handler(event);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [enabled]);
}
