import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { CircleAlert, Clock, Tags } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import type { TaggingState } from '@/api/client';
import { keys } from '@/api/keys';
import { useMay } from '@/api/session';
import { tagsQuery } from '@/api/tags';
import { JobBanner } from '@/components/JobBanner';
import { clock } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import { taggingQuery, useSettleTagging } from './queries';

const TaggingFailures = lazy(() => import('./TaggingFailures').then((m) => ({ default: m.TaggingFailures })));

/**
 * The tag changes that WeChat has not done yet, how far they are, and those it refused. Nothing while there are none.
 * What they change, counts and contacts, is read anew when the last one is done.
 */
export function TaggingBanner({ appId }: { appId: string }) {
  const { data } = useQuery(taggingQuery(appId));
  const [looking, setLooking] = useState<boolean>();
  const most = useMost(appId, data?.waiting ?? 0);
  return (
    <>
      {data && data.waiting > 0 ? <Waiting appId={appId} state={data} most={most} /> : null}
      {data && data.failed > 0 ? <Failed appId={appId} n={data.failed} onLook={() => setLooking(true)} /> : null}
      <Suspense>
        {looking === undefined ? null : (
          <TaggingFailures appId={appId} open={looking} onClose={() => setLooking(false)} />
        )}
      </Suspense>
    </>
  );
}

/** How many changes there were when they began, for the bar; renews what they change when none is left. */
function useMost(appId: string, waiting: number): number {
  const cache = useQueryClient();
  const most = useRef(0);
  most.current = waiting === 0 ? 0 : Math.max(most.current, waiting);
  const before = useRef(0);
  useEffect(() => {
    if (before.current > 0 && waiting < before.current) {
      for (const name of ['contacts', 'contact', 'tags']) {
        void cache.invalidateQueries({ queryKey: [...keys.account(appId), name] });
      }
    }
    before.current = waiting;
  }, [cache, appId, waiting]);
  return most.current;
}

function Waiting({ appId, state, most }: { appId: string; state: TaggingState; most: number }) {
  const { tags: t } = useTexts('tags');
  const { data: sheet } = useQuery(tagsQuery(appId));
  const names = state.tags
    .filter((progress) => progress.waiting > 0)
    .map((progress) => sheet?.items.find((tag) => tag.id === progress.tag_id)?.name)
    .filter((name) => name !== undefined);
  const facts = [t.progress.tags({ names: names.slice(0, 3) }), t.progress.left({ n: state.waiting })];
  return state.resumes_at ? (
    <JobBanner
      tone="waiting"
      icon={Clock}
      title={t.progress.resting}
      facts={[t.progress.resumesAt({ at: clock(state.resumes_at) }), ...facts]}
      announce={t.progress.resting}
    />
  ) : (
    <JobBanner
      tone="running"
      icon={Tags}
      title={t.progress.waiting}
      facts={facts}
      progress={most > 0 ? (most - state.waiting) / most : 0}
      progressLabel={t.progress.bar}
      announce={t.progress.waiting}
    />
  );
}

function Failed({ appId, n, onLook }: { appId: string; n: number; onLook: () => void }) {
  const { tags: t } = useTexts('tags');
  const may = useMay('operator');
  const settle = useSettleTagging(appId);
  const { message } = App.useApp();
  const act = (verb: 'retry' | 'forget') =>
    settle.mutate(verb, {
      onSuccess: ({ count }) =>
        void message.success(verb === 'retry' ? t.progress.retried({ n: count }) : t.progress.forgotten({ n: count })),
      onError: () => void message.error(t.progress.notDone),
    });
  const button = (label: string, onClick: () => void) => (
    <Button key={label} size="small" type="text" disabled={settle.isPending} onClick={onClick}>
      {label}
    </Button>
  );
  return (
    <JobBanner
      tone="failed"
      icon={CircleAlert}
      title={t.progress.failed({ n })}
      facts={[t.progress.failedText]}
      announce={t.progress.failed({ n })}
      actions={[
        button(t.progress.look, onLook),
        ...(may ? [button(t.progress.retry, () => act('retry')), button(t.progress.forget, () => act('forget'))] : []),
      ]}
    />
  );
}
