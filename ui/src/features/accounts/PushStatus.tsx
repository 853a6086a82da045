import { CircleCheck, LoaderCircle, TriangleAlert } from 'lucide-react';
import { Age } from '@/components/Time';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import s from './PushStatus.module.css';
import { usePushes } from './queries';

type Props = { appId: string /** Somebody is setting it up just now. */; watch?: boolean };

/** Whether WeChat's pushes arrive; if not, why, and what to do. */
export function PushStatus({ appId, watch = false }: Props) {
  const t = useTexts('accounts');
  const p = t.accounts.push;
  const { data } = usePushes(appId, { watch });
  if (!data) return null;
  const { check } = data;
  if (check.state === 'ok') {
    return (
      <div className={`${s.status} ${s.ok}`} role="status">
        <CircleCheck size={18} aria-hidden="true" />
        <div>
          <b>{p.ok}</b>
          <When label={p.last} at={data.last_at} />
          <When label={p.verified} at={data.verified_at} />
        </div>
      </div>
    );
  }
  if (watch && check.problem?.code === 'callback.silent') {
    return (
      <div className={s.status} role="status">
        <LoaderCircle size={18} className="turning" aria-hidden="true" />
        <div>{p.waiting}</div>
      </div>
    );
  }
  if (!check.problem) return null;
  const words = failureWords(t, { ...check.problem, params: { ...check.params, ...check.problem.params } });
  return (
    <div className={`${s.status} ${check.state === 'failed' ? s.failed : s.wait}`} role="status">
      <TriangleAlert size={18} aria-hidden="true" />
      <div>
        <b>{words.title}</b>
        <p>{words.cure}</p>
      </div>
    </div>
  );
}

function When({ label, at }: { label: (p: { at: string }) => string; at: string | null }) {
  if (!at) return null;
  const [before, after] = label({ at: '\u0000' }).split('\u0000');
  return (
    <p>
      {before}
      <Age at={at} />
      {after}
    </p>
  );
}
