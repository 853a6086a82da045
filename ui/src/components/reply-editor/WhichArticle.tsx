import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useId } from 'react';
import { chosenQuery } from '@/components/material-picker/queries';
import { useTexts } from '@/locales/context';
import type { Reply } from './queries';
import s from './ReplyEditor.module.css';

type Props = {
  appId: string;
  value: Reply;
  onChange: (reply: Reply) => void;
  disabled?: boolean | undefined;
};

/** Which of a material's several articles goes out. WeChat sends what has an article_id as a whole: then nothing is asked. */
export function WhichArticle({ appId, value, onChange, disabled }: Props) {
  const { replies: t, article } = useTexts('replies');
  const id = useId();
  const material = useQuery(chosenQuery(appId, value.media_id ?? '')).data;
  if (!material || material.article_id || material.articles.length < 2) return null;
  return (
    <>
      <label className={s.label} htmlFor={id}>
        {t.whichArticle}
      </label>
      <Select
        id={id}
        value={value.article ?? 0}
        disabled={Boolean(disabled)}
        aria-describedby={`${id}-hint`}
        options={material.articles.map(({ title }, i) => ({
          value: i,
          label: `${i + 1}. ${title || article.untitled}`,
        }))}
        onChange={(at: number) => onChange({ ...value, article: at })}
      />
      <p id={`${id}-hint`} className={s.hint}>
        {t.whichArticleHint}
      </p>
    </>
  );
}
