import { Button } from 'antd';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { type ApiError, asApiError } from '@/api/errors';
import { exact } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import type { Texts } from '@/locales/texts';
import { CopyButton } from './CopyButton';
import s from './ErrorState.module.css';

type Props = {
  error: unknown;
  /** What failed, for the sentence 「…没有读到」; without it the failure itself is the heading. */
  what?: string | undefined;
  onRetry?: (() => void) | undefined;
  /** A button that mends the cause: go to the whitelist step, to the account's settings. */
  action?: ReactNode | undefined;
  /** A strip above what is still shown, instead of the whole place. */
  inline?: boolean | undefined;
};

/** A failure told so that it can be mended: what failed, why, what to do; codes and times only behind 详情. */
export function ErrorState({ error, what, onRetry, action, inline }: Props) {
  const t = useTexts();
  const caught = asApiError(error);
  const words = failureWords(t, caught.failure, caught.at.getTime());
  return (
    <div role="alert" className={inline ? `${s.error} ${s.inline}` : s.error}>
      <span className={s.icon} aria-hidden="true">
        <CircleAlert size={inline ? 17 : 22} strokeWidth={1.75} />
      </span>
      <div className={s.body}>
        <h2>{what ? t.state.failed({ what }) : words.title}</h2>
        <p>
          {what ? <b>{words.title}。</b> : null}
          {words.cure}
        </p>
        <Details error={caught} t={t} />
      </div>
      {onRetry || action ? (
        <div className={s.actions}>
          {action}
          {onRetry ? <Button onClick={onRetry}>{t.actions.retry}</Button> : null}
        </div>
      ) : null}
    </div>
  );
}

function Details({ error, t }: { error: ApiError; t: Texts }) {
  const { failure, at } = error;
  const lines: [string, string][] = [];
  if (failure.wechat) {
    lines.push([t.state.errcode, String(failure.wechat.errcode)], [t.state.errmsg, failure.wechat.errmsg]);
    if (failure.wechat.rid) lines.push([t.state.rid, failure.wechat.rid]);
  }
  lines.push([t.state.code, failure.code]);
  if (failure.status > 0) lines.push([t.state.status, String(failure.status)]);
  if (failure.detail) lines.push([t.state.server, failure.detail]);
  lines.push([t.state.at, exact(at)]);
  return (
    <details className={s.details}>
      <summary>{t.actions.details}</summary>
      <dl>
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <CopyButton
        text={lines.map(([name, value]) => `${name}: ${value}`).join('\n')}
        label={t.state.copyDetails}
        size="small"
      />
    </details>
  );
}
