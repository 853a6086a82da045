import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** How wide an element is drawn, in px, so that what is in a chart keeps its size; `before` until it was measured. */
export function useWidth<E extends Element>(before: number): [RefObject<E | null>, number] {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(before);
  useLayoutEffect(() => {
    const it = element.current;
    if (!it) return;
    const measure = () => setWidth((now) => Math.round(it.getBoundingClientRect().width) || now);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(it);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
