import { Input } from 'antd';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { lazy, Suspense, useId, useState } from 'react';
import { ErrorState } from '@/components/ErrorState';
import { RowAction } from '@/components/RowAction';
import { useUndoToast } from '@/components/use-undo-toast';
import { characters } from '@/lib/text-measure';
import { useTexts } from '@/locales/context';
import { ConversationConflict } from './ConversationConflict';
import { type DraftOption, labelOf, maxLabel, maxName } from './draft';
import s from './OptionPanel.module.css';
import type { Editor } from './use-editor';

// With the picker and its fields it is the heaviest part of the screen; the phone does not wait for it.
const ReplyEditor = lazy(() =>
  import('@/components/reply-editor/ReplyEditor').then((m) => ({ default: m.ReplyEditor })),
);

type Props = {
  className?: string | undefined;
  appId: string;
  /** The conversation that is edited; undefined for a new one. */
  id: string | undefined;
  editor: Editor;
  disabled: boolean;
  onOverwrite: () => void;
};

/** Beside the phone: the name, and the reply of the option that is chosen there. */
export function OptionPanel({ className, appId, id, editor, disabled, onOverwrite }: Props) {
  const { conversations: texts } = useTexts('conversations');
  const t = texts.editor;
  const name = useId();
  const { draft, wrong, option, error, conflict } = editor;
  const off = disabled || editor.busy;
  return (
    <div className={className}>
      {error ? <ErrorState error={error} inline /> : null}
      {conflict && id ? (
        <ConversationConflict
          appId={appId}
          id={id}
          mine={draft}
          onOverwrite={onOverwrite}
          onDiscard={(theirs) => editor.take(theirs)}
        />
      ) : null}
      <div className={s.field}>
        <label htmlFor={name}>{t.name}</label>
        <Input
          id={name}
          value={draft.name}
          disabled={off}
          maxLength={maxName}
          autoComplete="off"
          placeholder={t.namePlaceholder}
          status={wrong.name ? 'error' : ''}
          aria-describedby={`${name}-hint`}
          onChange={(event) => editor.set('name', event.target.value)}
        />
        <small id={`${name}-hint`} className={wrong.name ? s.wrong : undefined} role={wrong.name ? 'alert' : undefined}>
          {wrong.name ?? t.nameHint}
        </small>
      </div>
      {option ? (
        <OptionFields key={option.key} appId={appId} id={id} editor={editor} option={option} off={off} />
      ) : (
        <p className={s.none}>{t.noOption}</p>
      )}
    </div>
  );
}

type OptionProps = Pick<Props, 'appId' | 'id' | 'editor'> & { option: DraftOption; off: boolean };

function OptionFields({ appId, id, editor, option, off }: OptionProps) {
  const { conversations: texts, state } = useTexts('conversations');
  const t = texts.editor;
  const label = useId();
  const toast = useUndoToast();
  const [said, setSaid] = useState('');
  const { draft, wrong } = editor;
  const at = draft.options.findIndex((o) => o.key === option.key);
  const name = option.label.trim() || t.option({ n: at + 1 });
  const move = (to: number) => {
    editor.move(at, to);
    setSaid(t.movedTo({ name, at: to + 1 }));
  };
  const remove = () => {
    editor.remove(option.key);
    toast({ text: t.removedOption({ name }), undo: () => editor.restore(option, at) });
  };
  const letters = characters(option.label.trim());
  const wrongLabel = wrong[labelOf(option.key)];
  return (
    <section className={s.option} aria-label={t.option({ n: at + 1 })}>
      <header>
        <h2>{t.option({ n: at + 1 })}</h2>
        {option.picks > 0 ? <small className="num">{t.picks({ n: option.picks })}</small> : null}
        <span className={s.actions}>
          <RowAction
            icon={ArrowUp}
            label={t.moveUp}
            title={t.moveUp}
            disabled={off || at === 0}
            onClick={() => move(at - 1)}
          />
          <RowAction
            icon={ArrowDown}
            label={t.moveDown}
            title={t.moveDown}
            disabled={off || at === draft.options.length - 1}
            onClick={() => move(at + 1)}
          />
          <RowAction
            icon={X}
            label={t.removeOption({ name })}
            title={t.removeOption({ name })}
            disabled={off}
            onClick={remove}
          />
        </span>
      </header>
      <div className={s.field}>
        <label htmlFor={label}>{t.label}</label>
        <Input
          id={label}
          value={option.label}
          disabled={off}
          autoComplete="off"
          placeholder={t.optionPlaceholder}
          status={wrongLabel || letters > maxLabel ? 'error' : ''}
          aria-describedby={`${label}-count`}
          onChange={(event) => editor.setOption(option.key, { label: event.target.value })}
        />
        <small
          id={`${label}-count`}
          className={wrongLabel || letters > maxLabel ? s.wrong : undefined}
          role={wrongLabel ? 'alert' : undefined}
        >
          {wrongLabel ?? t.labelHint({ n: letters, max: maxLabel })}
        </small>
      </div>
      <h3>{t.reply}</h3>
      <Suspense fallback={<div className={s.ghost} role="status" aria-label={state.loading} />}>
        <ReplyEditor
          appId={appId}
          use="conversation"
          value={option.reply}
          disabled={off}
          without={id}
          error={wrong[option.key]}
          onChange={(reply) => editor.setOption(option.key, { reply })}
        />
      </Suspense>
      <p className="unseen" aria-live="polite">
        {said}
      </p>
    </section>
  );
}
