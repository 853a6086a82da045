import { Link } from '@tanstack/react-router';
import type { Overview } from '@/api/client';
import { ArticleCover } from '@/components/ArticleCover';
import { Card } from '@/components/Card';
import { NoteChip } from '@/components/Note';
import { ageWords } from '@/components/Time';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import s from './overview.module.css';

type Props = { appId: string; overview: Overview | undefined };

/** The newest drafts as they were last read, each leading to its preview. */
export function NewestDrafts({ appId, overview }: Props) {
  const t = useTexts('overview');
  const o = t.overview;
  const now = useNow();
  const drafts = overview?.newest;
  return (
    <Card
      title={o.newest}
      aside={
        <>
          {overview?.drafts_read_at ? <span>{o.readAt({ at: ageWords(t, overview.drafts_read_at, now) })}</span> : null}
          <Link className="link" to="/accounts/$appId/materials" params={{ appId }} search={{ tab: 'drafts' }}>
            {o.allDrafts}
          </Link>
        </>
      }
    >
      {drafts?.length === 0 ? (
        <div className={s.none}>
          <b>{overview?.drafts_read_at ? o.noDrafts : o.draftsUnread}</b>
          <p>{overview?.drafts_read_at ? o.noDraftsText : o.draftsUnreadText}</p>
        </div>
      ) : (
        <ul className={s.drafts}>
          {drafts
            ? drafts.map((draft) => (
                <li key={draft.media_id}>
                  <Link
                    to="/accounts/$appId/materials"
                    params={{ appId }}
                    search={{ tab: 'drafts', open: draft.media_id }}
                  >
                    <ArticleCover
                      url={draft.cover_url}
                      title={draft.title}
                      width={94}
                      badge={draft.article_count > 1 ? t.article.several({ n: draft.article_count }) : undefined}
                    />
                    <span className={s.draft}>
                      <b>{draft.title || t.article.untitled}</b>
                      <small className="num">{o.updatedAt({ at: ageWords(t, draft.update_time, now) })}</small>
                    </span>
                    {draft.note ? <NoteChip text={draft.note} /> : null}
                  </Link>
                </li>
              ))
            : [1, 2, 3, 4].map((n) => (
                <li key={n}>
                  <i className={s.ghost} />
                </li>
              ))}
        </ul>
      )}
    </Card>
  );
}
