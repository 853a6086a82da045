import { Input } from 'antd';
import { Eye, EyeOff } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTexts } from '@/locales/context';
import s from './PasswordField.module.css';

type Props = {
  /** Handed in by the form's field around it. */
  id?: string;
  value?: string;
  onChange?: (event: React.ChangeEvent<HTMLInputElement>) => void;
  onBlur?: () => void;
  autoComplete: 'current-password' | 'new-password';
  large?: boolean;
};

/** A password that can be shown, and that warns while caps lock is on. */
export function PasswordField({ autoComplete, large, ...field }: Props) {
  const t = useTexts();
  const [shown, setShown] = useState(false);
  const [caps, setCaps] = useState(false);
  const watch = (event: KeyboardEvent) => setCaps(event.getModifierState('CapsLock'));
  return (
    <>
      <Input
        {...field}
        type={shown ? 'text' : 'password'}
        size={large ? 'large' : 'middle'}
        autoComplete={autoComplete}
        spellCheck={false}
        onKeyDown={watch}
        onKeyUp={watch}
        suffix={
          <button
            type="button"
            className={s.show}
            aria-label={shown ? t.password.hide : t.password.show}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {shown ? <EyeOff size={16} aria-hidden="true" /> : <Eye size={16} aria-hidden="true" />}
          </button>
        }
      />
      <span className={s.caps} role="status">
        {caps ? t.password.capsLock : ''}
      </span>
    </>
  );
}
