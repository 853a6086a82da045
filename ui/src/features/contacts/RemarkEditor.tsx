import { Input } from 'antd';
import { PencilLine } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Contact } from '@/api/client';
import { useMay } from '@/api/session';
import { ErrorState } from '@/components/ErrorState';
import { RowAction } from '@/components/RowAction';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { contactName } from './names';
import { useSetRemark } from './queries';
import s from './RemarkEditor.module.css';

type Props = { appId: string; contact: Contact };

/** What the contact is called here and at WeChat, changed in its place: Enter saves, Esc leaves it. */
export function RemarkEditor({ appId, contact }: Props) {
  const { contacts } = useTexts('contacts');
  const t = contacts.drawer;
  const may = useMay('operator');
  const save = useSetRemark(appId, contact.openid);
  const toast = useUndoToast();
  const [typed, setTyped] = useState<string>();
  const done = useRef(false);
  const before = contact.remark ?? '';

  const end = () => {
    done.current = true;
    save.reset();
    setTyped(undefined);
  };
  const submit = () => {
    if (done.current || typed === undefined) return;
    const text = typed.trim();
    if (text === before) return end();
    save.mutate(text, {
      onSuccess: () => {
        end();
        toast({ text: text ? t.remarkSaved : t.remarkRemoved, undo: () => save.mutate(before) });
      },
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') submit();
    else if (event.key === 'Escape') end();
    else return;
    // Esc would close the drawer as well.
    event.preventDefault();
    event.stopPropagation();
  };
  if (typed === undefined) {
    return (
      <div className={s.name}>
        <h2>{contactName(contact)}</h2>
        {may ? (
          <RowAction
            icon={PencilLine}
            title={contact.followed ? (before ? t.remarkEdit : t.remarkAdd) : t.remarkNotFollowing}
            label={before ? t.remarkEdit : t.remarkAdd}
            disabled={!contact.followed}
            onClick={() => {
              done.current = false;
              setTyped(before);
            }}
          />
        ) : null}
      </div>
    );
  }
  return (
    <div className={s.edit}>
      <Input
        autoFocus
        aria-label={t.remark}
        value={typed}
        disabled={save.isPending}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={submit}
      />
      <small>{t.remarkHint}</small>
      {save.error ? <ErrorState error={save.error} inline /> : null}
    </div>
  );
}
