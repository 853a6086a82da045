import { App } from 'antd';
import { asApiError } from '@/api/errors';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import { useDo } from './queries';
import type { Journey } from './types';

/** What can be done with a journey at once, without asking: each can be taken back. */
export function useDeeds(appId: string) {
  const texts = useTexts('journeys');
  const { journeys: t } = texts;
  const deed = useDo(appId);
  const toast = useUndoToast();
  const { message } = App.useApp();
  const failed = (error: unknown) => {
    const words = failureWords(texts, asApiError(error).failure);
    void message.error(`${words.title}。${words.cure}`);
  };
  const pause = ({ id, name }: Journey) =>
    deed.mutate(
      { id, deed: 'pause' },
      {
        onSuccess: (after) => toast({ text: t.pausedToast({ name }), undo: () => resume(after) }),
        onError: failed,
      },
    );
  const resume = ({ id, name }: Journey) =>
    deed.mutate(
      { id, deed: 'resume' },
      { onSuccess: () => toast({ text: t.resumedToast({ name }) }), onError: failed },
    );
  const copy = ({ id }: Journey, done: (made: Journey) => void) =>
    deed.mutate(
      { id, deed: 'copy' },
      {
        onSuccess: (made) => {
          toast({ text: t.copied({ name: made.name }) });
          done(made);
        },
        onError: failed,
      },
    );
  return { pause, resume, copy, busy: deed.isPending };
}
