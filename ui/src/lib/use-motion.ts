import { useLayoutEffect, useState } from 'react';

/**
 * Whether things may move: not for who asks the system for less motion, followed as it changes. The very first render
 * is still for everyone: antd wraps its tree for that once, and does not mount it anew where the answer changes later,
 * which would lose what is being typed.
 */
export function useMotion(): boolean {
  const [motion, setMotion] = useState(false);
  useLayoutEffect(() => {
    const less = window.matchMedia('(prefers-reduced-motion: reduce)');
    const follow = () => setMotion(!less.matches);
    follow();
    less.addEventListener('change', follow);
    return () => less.removeEventListener('change', follow);
  }, []);
  return motion;
}
