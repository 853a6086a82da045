import { useQuery } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { chosenQuery } from '@/components/material-picker/queries';
import { useTexts } from '@/locales/context';
import type { Ticks } from './articles';
import type { Reply } from './queries';
import s from './ReplyEditor.module.css';

type Props = {
  appId: string;
  value: Reply;
  /** Not given where an earlier reply of the list speaks for the material. */
  ticks: Ticks | undefined;
  disabled?: boolean | undefined;
};

/**
 * Which of a material's several articles go out, each as a message of its own. WeChat sends what has an article_id as a
 * whole: then nothing is asked.
 */
export function WhichArticle({ appId, value, ticks, disabled }: Props) {
  const { replies: t, article } = useTexts('replies');
  const material = useQuery(chosenQuery(appId, value.media_id ?? '')).data;
  if (!material || material.article_id || material.articles.length < 2) return null;
  const at = value.article ?? 0;
  const own = material.articles[at]?.title || article.untitled;
  if (!ticks) return <p className={s.hint}>{t.thisArticle({ n: at + 1, title: own })}</p>;
  const ticked = new Set(ticks.articles);
  const tick = (i: number, on: boolean) =>
    ticks.onTick(on ? [...ticks.articles, i] : ticks.articles.filter((other) => other !== i));
  return (
    <fieldset className={s.articles}>
      <legend className={s.label}>{t.whichArticles}</legend>
      {material.articles.map(({ title }, i) => (
        <Checkbox
          // biome-ignore lint/suspicious/noArrayIndexKey: an article is named by its place
          key={i}
          checked={ticked.has(i)}
          // One stays: without any there would be nothing to send.
          disabled={Boolean(disabled) || (ticked.has(i) ? ticked.size === 1 : ticks.room === 0)}
          onChange={(event) => tick(i, event.target.checked)}
        >
          {`${i + 1}. ${title || article.untitled}`}
        </Checkbox>
      ))}
      <p className={s.hint}>{ticks.room === 0 ? t.whichArticlesFull : t.whichArticlesHint({ n: ticks.room })}</p>
    </fieldset>
  );
}
