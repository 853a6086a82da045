import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useMay } from '@/api/session';
import { DataTable } from '@/components/DataTable';
import { ErrorState } from '@/components/ErrorState';
import { Time } from '@/components/Time';
import { dayAndClock } from '@/lib/dates';
import { count } from '@/lib/numbers';
import { shortOpenId } from '@/lib/openid';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import { openPostsQuery } from './queries';
import report from './ReportPage.module.css';
import { RetryPost } from './RetryPost';
import type { Journey, Step, WebhookPost } from './types';
import s from './WebhookPosts.module.css';
import { type Names, stepName } from './words';

type Props = {
  appId: string;
  journey: Journey;
  /** Those that a post may be of. */
  steps: readonly Step[];
  names: Names;
};

/**
 * The posts to other systems that wait for their next try or were given up, with why; nothing where there is none. One
 * that was given up can be tried again.
 */
export function WebhookPosts({ appId, journey, steps, names }: Props) {
  const texts = useTexts('journeys', 'contacts', 'replies');
  const { journeys: t, actions } = texts;
  const list = useInfiniteQuery(openPostsQuery(appId, journey.id));
  const may = useMay('operator');
  const posts = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [first] = list.data?.pages ?? [];
  if (list.error && posts.length === 0) {
    if (!steps.some(({ kind }) => kind === 'webhook')) return null;
    return <ErrorState what={t.posts.title} error={list.error} inline onRetry={() => void list.refetch()} />;
  }
  if (!first || posts.length === 0) return null;
  const total = `${count(first.total)}${first.total_more ? '+' : ''}`;
  const name = ({ step_id }: WebhookPost) =>
    steps.some(({ id }) => id === step_id) ? stepName(texts, names, steps, step_id) : t.steps.kinds.webhook;
  return (
    <section className={report.block} aria-label={t.posts.title}>
      <h2>
        {t.posts.title}
        <small className={`${s.count} num`}>{total}</small>
      </h2>
      <p className={s.lead}>{t.posts.lead}</p>
      <DataTable
        label={t.posts.title}
        what={t.posts.title}
        rows={posts}
        query={list}
        rowKey={(post) => post.id}
        rowName={name}
        rowHeight={64}
        empty={null}
        columns={[
          {
            key: 'step',
            title: t.figures.step,
            width: '22%',
            render: (post) => <TwoLines main={name(post)} more={post.host === name(post) ? '' : post.host} />,
          },
          {
            key: 'who',
            title: t.people.who,
            width: '150px',
            render: ({ openid }) =>
              openid ? (
                <Link
                  className={`link ${s.who}`}
                  data-primary
                  to="/accounts/$appId/contacts"
                  params={{ appId }}
                  search={{ open: openid }}
                  title={openid}
                >
                  {shortOpenId(openid)}
                </Link>
              ) : (
                t.people.erased
              ),
          },
          {
            key: 'state',
            title: t.columns.state,
            width: '160px',
            render: (post) => <State post={post} />,
          },
          { key: 'why', title: t.posts.why, render: (post) => <Why post={post} /> },
          { key: 'at', title: t.posts.at, width: '110px', render: ({ created_at }) => <Time at={created_at} /> },
          ...(may
            ? [
                {
                  key: 'retry',
                  title: t.posts.retry,
                  untitled: true,
                  width: '96px',
                  align: 'end' as const,
                  render: (post: WebhookPost) =>
                    post.state === 'failed' ? <RetryPost appId={appId} post={post} name={name(post)} /> : null,
                },
              ]
            : []),
        ]}
      />
      {list.hasNextPage ? (
        <Button block className={s.more} loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {actions.more}
        </Button>
      ) : null}
    </section>
  );
}

/** Where a post stands, how often it was made, and when it is made again. */
function State({ post }: { post: WebhookPost }) {
  const { posts: t } = useTexts('journeys').journeys;
  if (post.state === 'failed') return <TwoLines main={t.failed} more={t.tries({ n: post.tries })} />;
  const next = post.retry_at ? t.next({ at: dayAndClock(post.retry_at).slice(5) }) : '';
  return post.tries === 0 ? t.planned : <TwoLines main={t.again({ n: post.tries })} more={next} />;
}

/** Why the last try was not taken, and what to do. */
function Why({ post: { problem } }: { post: WebhookPost }) {
  const texts = useTexts('journeys', 'contacts', 'replies');
  if (!problem) return '–';
  const { title, cure } = failureWords(texts, problem);
  return <TwoLines main={title} more={cure} />;
}

function TwoLines({ main, more }: { main: string; more: string }) {
  return (
    <span className={s.lines}>
      {main}
      {more ? <small>{more}</small> : null}
    </span>
  );
}
