import { Button } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import s from './Conflict.module.css';

type Props = {
  label: string;
  /** Says who saved what follows, and that it differs from what is being edited. */
  title: string;
  /** What differs: of a `dl` each name and their value, or a list of its own. */
  children: ReactNode;
  words: { discard: string; overwrite: string };
  busy?: boolean | undefined;
  /** Takes theirs. */
  onDiscard: () => void;
  /** Saves mine over theirs. */
  onOverwrite: () => void;
};

/** What somebody else saved while one was editing, and the choice between both. Scrolls itself into sight. */
export function Conflict({ label, title, children, words, busy, onDiscard, onOverwrite }: Props) {
  const box = useRef<HTMLElement>(null);
  // It comes once theirs has been read, below a form that may be longer than the window.
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <section ref={box} className={s.conflict} aria-label={label}>
      <h2>{title}</h2>
      {children}
      <div className={s.actions}>
        <Button onClick={onDiscard}>{words.discard}</Button>
        <Button danger loading={busy ?? false} onClick={onOverwrite}>
          {words.overwrite}
        </Button>
      </div>
    </section>
  );
}
