import { useTexts } from '@/locales/context';
import s from './ArticleCard.module.css';
import { ArticleCover } from './ArticleCover';

/** What the card shows of an article. */
export type CardArticle = { index: number; title: string; cover_url: string; deleted?: boolean | undefined };

type Props = {
  articles: readonly CardArticle[];
  /** The article shown in the phone; undefined where nothing can be chosen. */
  current?: number | undefined;
  onSelect?: ((index: number) => void) | undefined;
};

/** A message as followers see it: the first article with its cover, the others as rows. */
export function ArticleCard({ articles, current, onSelect }: Props) {
  const t = useTexts();
  return (
    <ul className={s.card} aria-label={t.article.inMessage}>
      {articles.map((article, i) => {
        const title = article.title || t.article.untitled;
        const inside =
          i === 0 ? (
            <>
              <ArticleCover url={article.cover_url} title={article.title} />
              <span className={s.firstTitle}>{title}</span>
            </>
          ) : (
            <>
              <span className={s.title}>{title}</span>
              <ArticleCover url={article.cover_url} title={article.title} width={48} shape="square" />
            </>
          );
        const className = `${i === 0 ? s.first : s.row} ${current === article.index ? s.on : ''}`;
        return (
          <li key={article.index}>
            {onSelect ? (
              <button
                type="button"
                className={className}
                aria-pressed={current === article.index}
                onClick={() => onSelect(article.index)}
              >
                {inside}
              </button>
            ) : (
              <div className={className}>{inside}</div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
