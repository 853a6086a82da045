import { FileText, StickyNote, Users } from 'lucide-react';
import type { Material } from '@/api/client';
import { ConfirmImpact } from '@/components/ConfirmImpact';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { nameOf } from './columns';
import { usePublish } from './publications';

type Props = {
  appId: string;
  /** The draft that is asked about; what it was while the dialog closes. */
  material: Material | undefined;
  open: boolean;
  onClose: () => void;
  /** WeChat is at it. */
  onPublished: () => void;
};

/** What publishing a draft without a mass send means. */
export function PublishDialog({ appId, material, open, onClose, onPublished }: Props) {
  const texts = useTexts('materials');
  const t = texts.materials.publishing;
  const publish = usePublish(appId);
  const toast = useUndoToast();
  const close = () => {
    publish.reset();
    onClose();
  };
  if (!material) return null;
  return (
    <ConfirmImpact
      open={open}
      title={t.ask}
      facts={[
        {
          icon: FileText,
          name: t.content,
          value: nameOf(texts, material),
          detail:
            material.article_count > 1 ? texts.article.several({ n: material.article_count }) : texts.materials.single,
        },
        { icon: Users, name: t.people, value: t.nobody },
        {
          icon: StickyNote,
          name: texts.note.name,
          value: material.note || texts.note.none,
          detail: material.note ? t.noteGoes : undefined,
        },
      ]}
      consequence={t.consequence}
      confirm={t.confirm}
      busy={publish.isPending}
      error={publish.error}
      onConfirm={() =>
        publish.mutate(material.media_id, {
          onSuccess: () => {
            toast({ text: t.submitted });
            close();
            onPublished();
          },
        })
      }
      onCancel={close}
    />
  );
}
