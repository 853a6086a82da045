import { App, Button, type ButtonProps } from 'antd';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyText } from '@/lib/clipboard';
import { useTexts } from '@/locales/context';

type Props = {
  text: string;
  /** Names the button, and what is copied. */
  label: string;
  /** Shows the icon alone; the label is then its accessible name. */
  icon?: boolean | undefined;
  size?: ButtonProps['size'];
  type?: ButtonProps['type'];
};

/** Copies a text and says so on the button itself for two seconds. */
export function CopyButton({ text, label, icon, size, type }: Props) {
  const t = useTexts();
  const { message } = App.useApp();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    const done = await copyText(text);
    setCopied(done);
    if (!done) void message.warning(t.actions.notCopied);
  };
  const Icon = copied ? Check : Copy;
  return (
    <>
      <Button
        size={size ?? 'middle'}
        type={type ?? 'default'}
        icon={<Icon size={14} aria-hidden="true" />}
        aria-label={icon ? label : undefined}
        title={icon ? label : undefined}
        onClick={() => void copy()}
      >
        {icon ? null : copied ? t.actions.copied : label}
      </Button>
      <span className="unseen" aria-live="polite">
        {copied ? t.actions.copied : ''}
      </span>
    </>
  );
}
