import { useQuery } from '@tanstack/react-query';
import { Button as PlainButton } from 'antd';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { ArticleCover } from '@/components/ArticleCover';
import { MaterialPicker } from '@/components/material-picker/MaterialPicker';
import { chosenQuery } from '@/components/material-picker/queries';
import { NoteChip } from '@/components/Note';
import { useTexts } from '@/locales/context';
import s from './ButtonForm.module.css';
import type { Button } from './queries';

type Props = { appId: string; button: Button; disabled: boolean; onChange: (values: Partial<Button>) => void };

/** The published article that WeChat itself sends at a tap. */
export function ArticleField({ appId, button, disabled, onChange }: Props) {
  const { menus: t, article } = useTexts('menus', 'picker');
  const [picking, setPicking] = useState(false);
  const [refused, setRefused] = useState(false);
  const material = useQuery({ ...chosenQuery(appId, button.media_id ?? ''), enabled: Boolean(button.media_id) }).data;
  const title = material?.title || button.label || article.untitled;
  return (
    <div className={s.field}>
      <h3>{t.article}</h3>
      {button.media_id ? (
        <div className={s.chosen}>
          <ArticleCover url={material?.cover_url ?? ''} title={title} width={112} />
          <div className={s.what}>
            <b title={title}>{title}</b>
            {material?.note ? <NoteChip text={material.note} /> : null}
          </div>
          <PlainButton disabled={disabled} onClick={() => setPicking(true)}>
            {t.changeArticle}
          </PlainButton>
        </div>
      ) : (
        <button type="button" className={s.pick} disabled={disabled} onClick={() => setPicking(true)}>
          <Plus size={18} aria-hidden="true" />
          <b>{t.chooseArticle}</b>
          <small>{t.chooseArticleHint}</small>
        </button>
      )}
      {refused ? (
        <p className={s.wrong} role="alert">
          {t.notPublished}
        </p>
      ) : null}
      <MaterialPicker
        appId={appId}
        use="menu"
        open={picking}
        onClose={() => setPicking(false)}
        onTake={(choice) => {
          setPicking(false);
          setRefused(!choice.article_id);
          if (choice.article_id) onChange({ media_id: choice.media_id, label: choice.title });
        }}
      />
    </div>
  );
}
