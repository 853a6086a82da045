import { Input } from 'antd';
import { useId } from 'react';
import { useTexts } from '@/locales/context';
import s from './Inspector.module.css';
import type { Webhook } from './types';

type Props = { value: Webhook; onChange: (webhook: Webhook, about: string) => void };

/** The address that is told, and the secret that signs what it is told; the secret is never shown again. */
export function WebhookFields({ value, onChange }: Props) {
  const { journeys } = useTexts('journeys');
  const t = journeys.steps;
  const id = useId();
  return (
    <>
      <label className={s.label} htmlFor={`${id}-url`}>
        {t.url}
      </label>
      <Input
        id={`${id}-url`}
        type="url"
        value={value.url}
        maxLength={2048}
        placeholder="https://"
        aria-describedby={`${id}-url-hint`}
        onChange={(event) => onChange({ ...value, url: event.target.value }, 'url')}
      />
      <p id={`${id}-url-hint`} className={s.hint}>
        {t.urlHint}
      </p>
      <label className={s.label} htmlFor={`${id}-secret`}>
        {t.secret}
      </label>
      <Input
        id={`${id}-secret`}
        value={value.secret ?? ''}
        maxLength={256}
        autoComplete="off"
        placeholder={value.has_secret ? t.secretKept : ''}
        aria-describedby={`${id}-secret-hint`}
        onChange={(event) => onChange({ ...value, secret: event.target.value }, 'secret')}
      />
      <p id={`${id}-secret-hint`} className={s.hint}>
        {t.secretHint}
      </p>
    </>
  );
}
