import { Modal } from 'antd';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTexts } from '@/locales/context';
import s from './CommandBar.module.css';

export type Command = {
  key: string;
  /** Commands of one group stand together, in the order given. */
  group: string;
  label: string;
  hint?: string | undefined;
  /** More words by which it is found: pinyin, English, an AppID. */
  words?: string | undefined;
  run: () => void;
};

type Props = {
  open: boolean;
  commands: readonly Command[];
  /** What can be done with the words themselves, whatever they are: offered last. */
  search?: ((words: string) => Command[]) | undefined;
  onClose: () => void;
};

/** Goes anywhere by typing a few letters: Ctrl K, type, Enter. */
export function CommandBar({ open, commands, search, onClose }: Props) {
  const t = useTexts();
  const input = useRef<HTMLInputElement>(null);
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      width={560}
      title={<span className="unseen">{t.command.title}</span>}
      styles={{ container: { padding: 0, overflow: 'hidden' }, header: { margin: 0 } }}
      style={{ top: 96 }}
      afterOpenChange={(now) => {
        if (now) input.current?.focus();
      }}
    >
      {open ? <Body input={input} commands={commands} search={search} onClose={onClose} /> : null}
    </Modal>
  );
}

type BodyProps = Omit<Props, 'open'> & { input: React.RefObject<HTMLInputElement | null> };

function Body({ input, commands, search, onClose }: BodyProps) {
  const t = useTexts();
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = useMemo(() => {
    const words = typed.trim();
    return [...match(commands, typed), ...(words && search ? search(words) : [])];
  }, [commands, search, typed]);
  const groups = useMemo(() => [...new Set(found.map((command) => command.group))], [found]);
  const current = found[Math.min(at, found.length - 1)];

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  });
  useEffect(() => input.current?.focus(), [input]);
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') setAt((i) => (Math.min(i, found.length - 1) + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp')
      setAt((i) => (Math.min(i, found.length - 1) - 1 + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') run(current);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        ref={input}
        className={s.input}
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={current ? `${listId}-${current.key}` : undefined}
        aria-label={t.command.title}
        placeholder={t.command.placeholder}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={listId} role="listbox" aria-label={t.command.title} className={s.list} tabIndex={-1}>
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
          <div key={group} role="group" aria-label={group}>
            <p className={s.group} aria-hidden="true">
              {group}
            </p>
            {found
              .filter((command) => command.group === group)
              .map((command) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the field above handles all keys
                <div
                  key={command.key}
                  id={`${listId}-${command.key}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={command === current}
                  className={s.option}
                  onClick={() => run(command)}
                  onPointerMove={() => setAt(found.indexOf(command))}
                >
                  <span>{command.label}</span>
                  {command.hint ? <small>{command.hint}</small> : null}
                </div>
              ))}
          </div>
        ))}
      </div>
      {found.length === 0 ? (
        <p className={s.none} role="status">
          {t.command.none}
        </p>
      ) : null}
      <p className={s.foot}>{t.command.hint}</p>
    </>
  );
}

/** The commands whose label or words hold every word typed; those that begin with it first. */
function match(commands: readonly Command[], typed: string): Command[] {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter((command) => {
    const text = `${command.label} ${command.words ?? ''} ${command.hint ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const order = new Map([...new Set(commands.map((c) => c.group))].map((group, i) => [group, i]));
  return found.sort((a, b) => (order.get(a.group) ?? 0) - (order.get(b.group) ?? 0));
}
