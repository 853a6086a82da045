import { Button, Input } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { Link2 } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { count } from '@/lib/numbers';
import { bytes } from '@/lib/text-measure';
import { useTexts } from '@/locales/context';
import { LinkForm } from './LinkForm';
import { maxText, type Reply } from './queries';
import s from './ReplyEditor.module.css';

type Props = { value: Reply; onChange: (reply: Reply) => void; disabled?: boolean | undefined };

/** A text, counted as the server counts it, with a helper for links, which WeChat takes as `<a href>`. */
export function TextReply({ value, onChange, disabled }: Props) {
  const { replies: t } = useTexts('replies');
  const id = useId();
  const area = useRef<TextAreaRef>(null);
  const [linking, setLinking] = useState(false);
  const text = value.text ?? '';
  const used = bytes(text);
  const counted = t.bytes({ used: count(used), max: count(maxText) });

  const insert = (link: string) => {
    const field = area.current?.resizableTextArea?.textArea;
    const at = field?.selectionStart ?? text.length;
    const end = field?.selectionEnd ?? at;
    onChange({ ...value, text: text.slice(0, at) + link + text.slice(end) });
    setLinking(false);
    area.current?.focus();
  };
  return (
    <div className={s.field}>
      <label className={s.label} htmlFor={id}>
        {t.text}
      </label>
      <Input.TextArea
        ref={area}
        id={id}
        value={text}
        disabled={disabled}
        autoSize={{ minRows: 3, maxRows: 10 }}
        placeholder={t.textHint}
        status={used > maxText ? 'error' : ''}
        aria-describedby={`${id}-count`}
        onChange={(event) => onChange({ ...value, text: event.target.value })}
      />
      {linking ? (
        <LinkForm onAdd={insert} onCancel={() => setLinking(false)} />
      ) : (
        <div className={s.under}>
          <Button
            size="small"
            type="text"
            disabled={disabled}
            icon={<Link2 size={14} aria-hidden="true" />}
            onClick={() => setLinking(true)}
          >
            {t.insertLink}
          </Button>
          <span id={`${id}-count`} className={used > maxText ? s.over : undefined}>
            {used > maxText ? t.tooLong({ over: used - maxText }) : counted}
          </span>
        </div>
      )}
    </div>
  );
}
