import { X } from 'lucide-react';
import type { Material } from '@/api/client';
import { ArticleFrame } from '@/components/ArticleFrame';
import { RowAction } from '@/components/RowAction';
import { useTexts } from '@/locales/context';
import s from './MaterialPicker.module.css';

type Props = { appId: string; material: Material | undefined; onClose: () => void };

/** The first article of the row under the cursor, beside the list. */
export function PickerPreview({ appId, material, onClose }: Props) {
  const { picker, article } = useTexts('picker');
  const t = picker;
  return (
    <section className={s.preview} aria-label={t.preview}>
      <div className={s.previewHead}>
        <p>{material ? material.title || article.untitled : t.nothing}</p>
        <RowAction icon={X} label={t.closePreview} title={t.closePreview} onClick={onClose} />
      </div>
      <div className={s.screen}>
        {material ? <ArticleFrame appId={appId} mediaId={material.media_id} index={0} title={material.title} /> : null}
      </div>
    </section>
  );
}
