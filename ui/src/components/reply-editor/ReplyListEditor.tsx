import { Button } from 'antd';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { RowAction } from '@/components/RowAction';
import { moved } from '@/components/sortable/move';
import { useTexts } from '@/locales/context';
import { articlesOf, firstOfMaterial, withArticles } from './articles';
import type { Reply } from './queries';
import { ReplyEditor, type ReplyUse } from './ReplyEditor';
import s from './ReplyListEditor.module.css';

type Props = {
  appId: string;
  use: ReplyUse;
  value: readonly Reply[];
  onChange: (replies: Reply[]) => void;
  /** The most replies there may be. */
  max?: number | undefined;
  disabled?: boolean | undefined;
  /** What is wrong with a reply, by its place. */
  errors?: Readonly<Record<number, string>> | undefined;
};

/** Several replies in their order: each edited in its card, moved and removed by buttons. */
export function ReplyListEditor({ appId, use, value, onChange, max = 5, disabled, errors }: Props) {
  const { replies: t } = useTexts('replies');
  const [said, setSaid] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const keys = useKeys(value.length);

  const move = (from: number, to: number) => {
    onChange(moved(value, from, to));
    keys.move(from, to);
    setSaid(t.moved({ to: to + 1 }));
  };
  const remove = (at: number) => {
    onChange(value.filter((_, i) => i !== at));
    keys.remove(at);
    setSaid(t.removed({ n: at + 1 }));
    // The button that was pressed is gone: the focus stays in the list.
    box.current?.focus();
  };
  const tick = (mediaId: string, articles: number[]) => {
    const next = withArticles(value, mediaId, articles);
    keys.follow(next.map(({ from }) => from));
    onChange(next.map(({ reply }) => reply));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its own box and take part in the form around
    <div ref={box} tabIndex={-1} role="group" aria-label={t.list} className={s.list}>
      {value.map((reply, i) => (
        <section key={keys.at(i)} className={s.card} aria-label={t.reply({ n: i + 1 })}>
          <header className={s.head}>
            <span>{t.reply({ n: i + 1 })}</span>
            <span className={s.actions}>
              <RowAction
                icon={ArrowUp}
                label={t.up({ n: i + 1 })}
                title={t.up({ n: i + 1 })}
                disabled={disabled || i === 0}
                onClick={() => move(i, i - 1)}
              />
              <RowAction
                icon={ArrowDown}
                label={t.down({ n: i + 1 })}
                title={t.down({ n: i + 1 })}
                disabled={disabled || i === value.length - 1}
                onClick={() => move(i, i + 1)}
              />
              <RowAction
                icon={X}
                label={t.remove({ n: i + 1 })}
                title={t.remove({ n: i + 1 })}
                disabled={disabled}
                onClick={() => remove(i)}
              />
            </span>
          </header>
          <ReplyEditor
            appId={appId}
            use={use}
            value={reply}
            disabled={disabled}
            error={errors?.[i]}
            ticks={
              use === 'menu' && reply.media_id && firstOfMaterial(value, i)
                ? {
                    articles: articlesOf(value, reply.media_id),
                    room: Math.max(0, max - value.length),
                    onTick: (articles) => tick(reply.media_id ?? '', articles),
                  }
                : undefined
            }
            onChange={(changed) => onChange(value.map((r, at) => (at === i ? changed : r)))}
          />
        </section>
      ))}
      {value.length < max ? (
        <Button
          type="dashed"
          block
          disabled={disabled}
          icon={<Plus size={15} aria-hidden="true" />}
          onClick={() => {
            keys.add();
            onChange([...value, { kind: 'text', text: '' }]);
          }}
        >
          {value.length === 0 ? t.addFirst : t.add}
        </Button>
      ) : null}
      {value.length > 1 ? <p className={s.hint}>{t.several}</p> : null}
      <p className="unseen" aria-live="polite">
        {said}
      </p>
    </div>
  );
}

/** Keys for a list whose items have no ids: they follow the items, so that a moved editor keeps its state and focus. */
function useKeys(length: number) {
  const next = useRef(0);
  const kept = useRef<number[]>([]);
  while (kept.current.length < length) kept.current.push(next.current++);
  kept.current.length = length;
  return {
    at: (i: number) => kept.current[i],
    add: () => {
      kept.current.push(next.current++);
    },
    move: (from: number, to: number) => {
      kept.current = moved(kept.current, from, to);
    },
    /** The list is another, made of those that were at these places, and -1 for new ones. */
    follow: (places: readonly number[]) => {
      kept.current = places.map((at) => kept.current[at] ?? next.current++);
    },
    remove: (at: number) => {
      kept.current = kept.current.filter((_, i) => i !== at);
    },
  };
}
