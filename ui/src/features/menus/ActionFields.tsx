import { Checkbox, Input } from 'antd';
import { lazy, type ReactNode, Suspense, useId } from 'react';
import { useTexts } from '@/locales/context';
import s from './ButtonForm.module.css';
import type { Button } from './queries';

const ArticleField = lazy(async () => ({ default: (await import('./ArticleField')).ArticleField }));
const ReplyListEditor = lazy(async () => ({
  default: (await import('@/components/reply-editor/ReplyListEditor')).ReplyListEditor,
}));

/** How many messages WeChat lets follow a tap. */
export const maxReplies = 3;

type Props = {
  appId: string;
  button: Button;
  disabled: boolean;
  /** What is wrong with a field. */
  wrong: (part: string) => string | undefined;
  wrongReply: Readonly<Record<number, string>>;
  /** `about` names the field that is typed in. */
  onChange: (values: Partial<Button>, about?: string) => void;
};

/** What the chosen action needs to know. */
export function ActionFields({ appId, button, disabled, wrong, wrongReply, onChange }: Props) {
  const { menus: t } = useTexts('menus');
  const typed = (field: 'url' | 'appid' | 'pagepath') => ({
    value: button[field] ?? '',
    disabled,
    wrong: button[field] ? wrong(field) : undefined,
    onChange: (value: string) => onChange({ [field]: value }, field),
  });
  const replies = (
    <Suspense fallback={<div className={s.loading} />}>
      <ReplyListEditor
        appId={appId}
        use="menu"
        max={maxReplies}
        value={button.replies ?? []}
        disabled={disabled}
        errors={wrongReply}
        onChange={(next) => onChange({ replies: next }, `replies ${next.length} ${next.map((r) => r.kind)}`)}
      />
    </Suspense>
  );
  switch (button.action) {
    case 'send':
      return (
        <div className={s.field}>
          <h3>{t.sends}</h3>
          {replies}
        </div>
      );
    case 'scan':
      return (
        <div className={s.field}>
          <Checkbox
            checked={Boolean(button.waits)}
            disabled={disabled}
            onChange={(event) => onChange({ waits: event.target.checked })}
          >
            {t.waits}
          </Checkbox>
          <p className={s.hint}>{t.waitsHint}</p>
          <h3>{t.sendsAfterScan}</h3>
          {replies}
        </div>
      );
    case 'page':
      return <TextField label={t.url} hint={t.urlHint} placeholder="https://" {...typed('url')} />;
    case 'mini_program':
      return (
        <>
          <TextField label={t.appid} hint={t.appidHint} placeholder="wx…" {...typed('appid')} />
          <TextField label={t.pagepath} hint={t.pagepathHint} placeholder="pages/index/index" {...typed('pagepath')} />
          <TextField label={t.oldPhones} hint={t.oldPhonesHint} placeholder="https://" {...typed('url')} />
        </>
      );
    case 'article':
      return (
        <Suspense fallback={<div className={s.loading} />}>
          <ArticleField appId={appId} button={button} disabled={disabled} onChange={onChange} />
        </Suspense>
      );
    case 'other':
      return (
        <p className={s.group}>
          {t.otherText({ type: button.other?.type ?? '' })}
          <code>{button.other?.key || button.other?.media_id || button.other?.article_id}</code>
        </p>
      );
    default:
      return null;
  }
}

type TextProps = {
  label: string;
  hint: ReactNode;
  placeholder: string;
  value: string;
  wrong: string | undefined;
  disabled: boolean;
  onChange: (value: string) => void;
};

function TextField({ label, hint, placeholder, value, wrong, disabled, onChange }: TextProps) {
  const id = useId();
  return (
    <div className={s.field}>
      <label htmlFor={id}>{label}</label>
      <Input
        id={id}
        value={value}
        disabled={disabled}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        status={wrong ? 'error' : ''}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
        onBlur={() => value !== value.trim() && onChange(value.trim())}
      />
      <p id={`${id}-hint`} className={wrong ? s.wrong : s.hint}>
        {wrong ?? hint}
      </p>
    </div>
  );
}
