import { useNavigate } from '@tanstack/react-router';
import { ConfirmImpact } from '@/components/ConfirmImpact';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { type MassSend, useDelete } from './queries';

type Props = { appId: string; send: MassSend; open: boolean; onClose: () => void };

/** Asks before a mass send that never went out is deleted here. */
export function DeleteSend({ appId, send, open, onClose }: Props) {
  const { massSends: t } = useTexts('massSends');
  const remove = useDelete(appId);
  const navigate = useNavigate();
  const toast = useUndoToast();
  return (
    <ConfirmImpact
      open={open}
      title={t.removeTitle({ name: send.title || t.untitled })}
      consequence={t.removeText}
      confirm={t.removeConfirm}
      danger
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() =>
        remove.mutate(send.id, {
          onSuccess: () => {
            toast({ text: t.removed });
            void navigate({ to: '/accounts/$appId/mass-sends', params: { appId }, replace: true });
          },
        })
      }
      onCancel={() => {
        remove.reset();
        onClose();
      }}
    />
  );
}
