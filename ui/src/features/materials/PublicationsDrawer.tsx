import { useQuery } from '@tanstack/react-query';
import { Drawer, Skeleton } from 'antd';
import { ErrorState } from '@/components/ErrorState';
import { dayAndClock } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import s from './PublicationsDrawer.module.css';
import { type Publication, publicationsQuery } from './publications';

type Props = { appId: string; open: boolean; onClose: () => void };

/** The drafts that were published without a mass send, where each stands, and why where it came to nothing. */
export function PublicationsDrawer({ appId, open, onClose }: Props) {
  const texts = useTexts('materials');
  const t = texts.materials.publishing;
  const list = useQuery({ ...publicationsQuery(appId), enabled: open });
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={560}
      title={t.log}
      aria-label={t.log}
      closable={{ 'aria-label': texts.actions.close }}
      destroyOnHidden
    >
      {list.error ? (
        <ErrorState what={t.log} error={list.error} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <Skeleton active title={false} paragraph={{ rows: 6 }} />
      ) : list.data.length === 0 ? (
        <p className={s.quiet}>{t.none}</p>
      ) : (
        <ol className={s.list}>
          {list.data.map((publication) => (
            <One key={publication.id} publication={publication} />
          ))}
        </ol>
      )}
    </Drawer>
  );
}

function One({ publication: p }: { publication: Publication }) {
  const texts = useTexts('materials');
  const t = texts.materials.publishing;
  const reason = Object.hasOwn(t.reasons, p.reason) ? t.reasons[p.reason as keyof typeof t.reasons] : undefined;
  const problem = p.problem ? failureWords(texts, p.problem) : undefined;
  return (
    <li>
      <p className={s.head}>
        <b>{p.title || texts.article.untitled}</b>
        <span role="status" className={`${s.mark} ${s[p.state]}`}>
          {t.states[p.state]}
        </span>
      </p>
      <p className={`${s.quiet} num`}>{t.by({ name: p.created_by, at: dayAndClock(p.finished_at ?? p.created_at) })}</p>
      {reason ? <p>{reason}</p> : null}
      {problem ? <p>{`${problem.title}${t.comma}${problem.cure}`}</p> : null}
      {p.state === 'publishing' ? <p className={s.quiet}>{t.wait}</p> : null}
      {p.articles.some(({ url }) => url) ? (
        <ul className={s.links}>
          {p.articles.map(({ index, title, url }) =>
            url ? (
              <li key={index}>
                <a className="link" href={url} target="_blank" rel="noreferrer">
                  {title || texts.article.untitled}
                </a>
              </li>
            ) : null,
          )}
        </ul>
      ) : null}
    </li>
  );
}
