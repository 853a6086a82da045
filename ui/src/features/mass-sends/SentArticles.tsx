import { useTexts } from '@/locales/context';
import type { MassSend } from './queries';
import s from './SendDetail.module.css';

/** The articles that went out with their addresses, and what the check of originality found. */
export function SentArticles({ send: { articles, findings } }: { send: MassSend }) {
  const { massSends: t } = useTexts('massSends');
  return (
    <>
      <section aria-labelledby="sent-articles">
        <h2 id="sent-articles">{t.articles}</h2>
        <ul className={s.articles}>
          {articles.map(({ index, title, url }) => (
            <li key={index}>
              {url ? (
                <a href={url} target="_blank" rel="noreferrer">
                  {title || t.untitled}
                </a>
              ) : (
                <span>{title || t.untitled}</span>
              )}
              {url ? null : <small className={s.quiet}>{t.urlUnknown}</small>}
            </li>
          ))}
        </ul>
      </section>
      {findings.length > 0 ? (
        <section aria-labelledby="sent-findings">
          <h2 id="sent-findings">{t.findings}</h2>
          <ul className={s.articles}>
            {findings.map(({ index, original_url, can_reprint, replaced }) => (
              <li key={index}>
                <span className="num">
                  {t.finding({ n: index + 1, can: can_reprint })}
                  {replaced ? <small className={s.quiet}> {t.replaced}</small> : null}
                </span>
                {original_url ? (
                  <a href={original_url} target="_blank" rel="noreferrer">
                    {t.original}
                  </a>
                ) : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}
