import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Skeleton } from 'antd';
import type { TagChange } from '@/api/client';
import { tagsQuery } from '@/api/tags';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { dayAndClock } from '@/lib/dates';
import { shortOpenId } from '@/lib/openid';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import { useTaggingFailures } from './queries';
import s from './TaggingFailures.module.css';

type Props = { appId: string; open: boolean; onClose: () => void };

/** The tag changes that WeChat refused, each with its reason and what to do. */
export function TaggingFailures({ appId, open, onClose }: Props) {
  const { tags: t, actions } = useTexts('tags');
  const list = useTaggingFailures(appId, open);
  const all = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Drawer
      open={open}
      onClose={onClose}
      destroyOnHidden
      size={560}
      title={t.failures.title}
      closable={{ 'aria-label': actions.close }}
      aria-label={t.failures.title}
    >
      {list.isPending ? <Skeleton active title={false} paragraph={{ rows: 6 }} /> : null}
      {list.error ? (
        <ErrorState what={t.failures.title} error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.data && all.length === 0 ? (
        <EmptyState drawing="tags" title={t.failures.empty} text={t.failures.emptyText} />
      ) : null}
      <ol className={s.list}>
        {all.map((change) => (
          <Line key={change.id} appId={appId} change={change} />
        ))}
      </ol>
      {list.hasNextPage ? (
        <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t.failures.more}
        </Button>
      ) : null}
    </Drawer>
  );
}

function Line({ appId, change }: { appId: string; change: TagChange }) {
  const texts = useTexts('tags');
  const t = texts.tags.failures;
  const { data: sheet } = useQuery(tagsQuery(appId));
  const tag = sheet?.items.find((one) => one.id === change.tag_id)?.name ?? t.unknownTag({ id: change.tag_id });
  const why = change.problem
    ? failureWords(texts, {
        code: change.problem.code,
        kind: change.problem.kind,
        params: change.problem.params,
        wechat: change.problem.wechat,
      })
    : undefined;
  return (
    <li>
      <p className={s.head}>
        <code title={change.openid}>{shortOpenId(change.openid)}</code>
        <b>{change.give ? t.give({ tag }) : t.take({ tag })}</b>
        <time className="num" dateTime={change.created_at}>
          {dayAndClock(change.created_at)}
        </time>
      </p>
      <p className={s.why}>{why?.title ?? t.reasonUnknown}</p>
      {why ? <p className={s.cure}>{why.cure}</p> : null}
    </li>
  );
}
