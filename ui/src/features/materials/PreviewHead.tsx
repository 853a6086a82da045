import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import type { Material } from '@/api/client';
import { RowAction } from '@/components/RowAction';
import { useTexts } from '@/locales/context';
import s from './PreviewDrawer.module.css';

type Props = {
  material: Material | undefined;
  onPrevious: (() => void) | undefined;
  onNext: (() => void) | undefined;
  onClose: () => void;
};

/** The top line of the drawer: what kind of message it is, its neighbors in the list, and the way out. */
export function PreviewHead({ material, onPrevious, onNext, onClose }: Props) {
  const { materials: t } = useTexts('materials');
  const source = material && { draft: t.drafts, history: t.history, published: t.published }[material.source];
  const kind = material && (material.article_count > 1 ? t.several({ n: material.article_count }) : t.single);
  return (
    <div className={s.top}>
      <span className={s.kind}>{material ? `${source} · ${kind}` : ''}</span>
      <RowAction
        icon={ChevronLeft}
        label={t.previous}
        title={`${t.previous} [`}
        disabled={!onPrevious}
        onClick={() => onPrevious?.()}
      />
      <RowAction
        icon={ChevronRight}
        label={t.next}
        title={`${t.next} ]`}
        disabled={!onNext}
        onClick={() => onNext?.()}
      />
      <RowAction icon={X} label={t.closeDrawer} title={t.closeDrawer} onClick={onClose} />
    </div>
  );
}
