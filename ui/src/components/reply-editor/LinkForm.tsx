import { Button, Input } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import { useTexts } from '@/locales/context';
import s from './ReplyEditor.module.css';

type Props = { onAdd: (link: string) => void; onCancel: () => void };

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (c) => escapes[c] ?? c);

/** Asks for the words and the address of a link and makes of them what WeChat shows as one. */
export function LinkForm({ onAdd, onCancel }: Props) {
  const { replies: t } = useTexts('replies');
  const [words, setWords] = useState('');
  const [address, setAddress] = useState('');
  const [wrong, setWrong] = useState(false);
  const add = () => {
    const url = address.trim();
    if (!/^https?:\/\/\S+$/.test(url)) {
      setWrong(true);
      return;
    }
    onAdd(`<a href="${escaped(url)}">${escaped(words.trim() || url)}</a>`);
  };
  // The form of the page around must not be sent by Enter here.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') add();
    else if (event.key === 'Escape') onCancel();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={s.field}>
      <div className={s.linkForm}>
        <Input
          autoFocus
          aria-label={t.linkText}
          placeholder={t.linkText}
          value={words}
          onKeyDown={onKeyDown}
          onChange={(event) => setWords(event.target.value)}
        />
        <Input
          aria-label={t.linkAddress}
          placeholder={t.linkAddressHint}
          value={address}
          status={wrong ? 'error' : ''}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setAddress(event.target.value);
            setWrong(false);
          }}
        />
        <Button type="primary" ghost onClick={add}>
          {t.linkAdd}
        </Button>
        <Button onClick={onCancel}>{t.linkCancel}</Button>
      </div>
      {wrong ? (
        <p role="alert" className={s.error}>
          {t.linkWrong}
        </p>
      ) : null}
    </div>
  );
}
