import { Input } from 'antd';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Account } from '@/api/client';
import { AccountMark } from '@/components/AccountMark';
import { Phone } from '@/components/Phone';
import { maxText } from '@/components/reply-editor/queries';
import { SortableList } from '@/components/sortable/SortableList';
import { count } from '@/lib/numbers';
import { bytes } from '@/lib/text-measure';
import { useTexts } from '@/locales/context';
import s from './BubbleEditor.module.css';
import c from './Chat.module.css';
import { labelOf, maxOptions } from './draft';
import { numberedHint, numberedText } from './numbered';
import { OptionLine } from './OptionLine';
import p from './PhoneStage.module.css';
import type { Editor } from './use-editor';

type Props = { account: Account; editor: Editor; disabled: boolean };

/** The conversation's bubble, edited in place: opening, options in their order, closing. */
export function BubbleEditor({ account, editor, disabled }: Props) {
  const { conversations: texts } = useTexts('conversations');
  const t = texts.editor;
  const { draft, wrong, option: chosen } = editor;
  const off = disabled || editor.busy;
  // The option that was just added gets the focus when it appears.
  const [fresh, setFresh] = useState(false);
  const add = (at?: number) => {
    setFresh(true);
    editor.add(at);
  };
  const used = bytes(numberedText(draft));
  const over = used - maxText;
  const nameOf = (key: string) => {
    const at = draft.options.findIndex((o) => o.key === key);
    return draft.options[at]?.label.trim() || t.option({ n: at + 1 });
  };
  return (
    <>
      <div className={p.phone}>
        <Phone title={account.name} label={t.phone}>
          <div className={c.chat}>
            <span className={c.time}>{t.today}</span>
            <div className={c.us}>
              <AccountMark name={account.name} size={36} />
              <div className={`${c.bubble} ${s.bubble}`}>
                <Part
                  label={t.opening}
                  placeholder={t.openingPlaceholder}
                  value={draft.opening}
                  wrong={wrong.opening}
                  disabled={off}
                  onChange={(text) => editor.set('opening', text)}
                />
                <SortableList
                  label={t.options}
                  items={draft.options}
                  idOf={(o) => o.key}
                  nameOf={(o) => nameOf(o.key)}
                  onMove={editor.move}
                  disabled={off}
                  className={s.options}
                >
                  {(option, at, handle) => (
                    <OptionLine
                      option={option}
                      at={at}
                      handle={handle}
                      name={nameOf(option.key)}
                      chosen={option.key === chosen?.key}
                      wrong={(wrong[option.key] ?? wrong[labelOf(option.key)]) !== undefined}
                      disabled={off}
                      autoFocus={fresh && option.key === chosen?.key}
                      onChoose={() => editor.choose(option.key)}
                      onChange={(label) => editor.setOption(option.key, { label })}
                      onNext={draft.options.length < maxOptions ? () => add(at + 1) : undefined}
                    />
                  )}
                </SortableList>
                {wrong.options ? (
                  <p role="alert" className={s.wrong}>
                    {wrong.options}
                  </p>
                ) : null}
                {disabled ? null : draft.options.length < maxOptions ? (
                  <button type="button" className={s.add} disabled={off} onClick={() => add()}>
                    <Plus size={15} aria-hidden="true" />
                    {t.addOption}
                  </button>
                ) : (
                  <p className={s.full}>{t.full}</p>
                )}
                <Part
                  label={t.closing}
                  placeholder={t.closingPlaceholder}
                  value={draft.closing}
                  wrong={wrong.closing}
                  disabled={off}
                  onChange={(text) => editor.set('closing', text)}
                />
              </div>
            </div>
          </div>
        </Phone>
      </div>
      <p className={over > 0 ? `${c.hint} ${s.wrong}` : c.hint} role={over > 0 ? 'alert' : undefined}>
        {over > 0
          ? t.tooLong({ over })
          : used > maxText * 0.7
            ? t.bytes({ used: count(used), max: count(maxText) })
            : t.closingNumbered({ text: numberedHint })}
      </p>
    </>
  );
}

type PartProps = {
  label: string;
  placeholder: string;
  value: string;
  wrong: string | undefined;
  disabled: boolean;
  onChange: (text: string) => void;
};

function Part({ label, placeholder, value, wrong, disabled, onChange }: PartProps) {
  return (
    <>
      <Input.TextArea
        aria-label={label}
        placeholder={placeholder}
        value={value}
        disabled={disabled}
        autoSize={{ minRows: 1, maxRows: 8 }}
        variant="borderless"
        className={wrong ? `${s.part} ${s.bad}` : s.part}
        onChange={(event) => onChange(event.target.value)}
      />
      {wrong ? (
        <p role="alert" className={s.wrong}>
          {wrong}
        </p>
      ) : null}
    </>
  );
}
