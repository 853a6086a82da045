import { App } from 'antd';
import { asApiError } from '@/api/errors';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import { useRetryPost } from './queries';
import type { WebhookPost } from './types';
import s from './WebhookPosts.module.css';

/** Has a post that was given up made once more; what becomes of it shows in its row. */
export function RetryPost({ appId, post, name }: { appId: string; post: WebhookPost; name: string }) {
  const texts = useTexts('journeys');
  const { posts: t } = texts.journeys;
  const retry = useRetryPost(appId, post.journey_id);
  const { message } = App.useApp();
  const failed = (error: unknown) => {
    const words = failureWords(texts, asApiError(error).failure);
    void message.error(`${words.title}。${words.cure}`);
  };
  return (
    <button
      type="button"
      className={`link ${s.retry}`}
      disabled={retry.isPending}
      onClick={() => retry.mutate(post.id, { onError: failed })}
    >
      {t.retry}
      <span className="unseen">{t.retryOf({ name })}</span>
    </button>
  );
}
