import { useQuery } from '@tanstack/react-query';
import { LogIn, MapPinCheck, Repeat2, Users, Waypoints } from 'lucide-react';
import { ConfirmImpact, type ImpactFact } from '@/components/ConfirmImpact';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import type { Texts } from '@/locales/texts';
import { journeyQuery, useDelete, useDo } from './queries';
import type { Journey } from './types';
import { triggerWords } from './words';

/** What is asked about before it is done. */
export type Asked = 'start' | 'stop' | 'remove' | 'discard';

type Props = {
  appId: string;
  /** What is asked; what was asked last stays, so that the dialog closes as it was. */
  asked?: Asked | undefined;
  open: boolean;
  journey?: Journey | undefined;
  onClose: () => void;
  onDone?: ((asked: Asked, after: Journey | undefined) => void) | undefined;
};

/** Asks before a journey starts, stops, is removed or its changes are given up, each with what it means. */
export function JourneyDialogs({ appId, asked, open, journey, onClose, onDone }: Props) {
  const texts = useTexts('journeys');
  const { journeys: t } = texts;
  const deed = useDo(appId);
  const remove = useDelete(appId);
  const toast = useUndoToast();
  const full = useQuery({ ...journeyQuery(appId, journey?.id ?? ''), enabled: open && asked === 'start' }).data;
  const now = full ?? journey;
  if (!now || !asked) return null;
  const { name, counts } = now;
  const version = now.version + 1;
  const again = now.state === 'running' || now.state === 'paused';
  const close = () => {
    deed.reset();
    remove.reset();
    onClose();
  };
  const done = (text: string, after?: Journey) => {
    close();
    toast({ text });
    onDone?.(asked, after);
  };
  const confirm = () => {
    const { id } = now;
    if (asked === 'remove') {
      remove.mutate(id, { onSuccess: () => done(t.removedToast({ name })) });
      return;
    }
    const words = {
      start: (after: Journey) => (again ? t.publishedToast({ version: after.version }) : t.startedToast({ name })),
      stop: () => t.stoppedToast({ name }),
      discard: () => t.discardedToast,
    };
    deed.mutate({ id, deed: asked }, { onSuccess: (after) => done(words[asked](after), after) });
  };
  const people: ImpactFact = {
    icon: Users,
    name: t.confirm.counts,
    value: t.confirm.countsValue({ entered: counts.entered, inside: counts.inside }),
  };
  const asks = {
    start: {
      title: again ? t.confirm.publishTitle({ version }) : t.confirm.startTitle({ name }),
      facts: startFacts(texts, now, again),
      consequence: again
        ? t.confirm.publishText
        : now.graph?.trigger.repeat === 'now'
          ? t.confirm.startNowText
          : t.confirm.startText,
      confirm: again ? t.confirm.publish : t.confirm.start,
      danger: false,
    },
    stop: {
      title: t.confirm.stopTitle({ name }),
      facts: [people],
      consequence: t.confirm.stopText,
      confirm: t.confirm.stop({ n: counts.inside }),
      danger: true,
    },
    remove: {
      title: t.confirm.removeTitle({ name }),
      facts: [people],
      consequence: t.confirm.removeText,
      confirm: t.confirm.remove,
      danger: true,
    },
    discard: {
      title: t.confirm.discardTitle,
      facts: [],
      consequence: t.confirm.discardText({ version: now.version }),
      confirm: t.confirm.discard,
      danger: true,
    },
  }[asked];
  return (
    <ConfirmImpact
      open={open}
      {...asks}
      blocked={asked === 'start' && full === undefined}
      busy={deed.isPending || remove.isPending}
      error={deed.error ?? remove.error}
      onConfirm={confirm}
      onCancel={close}
    />
  );
}

/** What starting means: who enters, what is sent, whether it arrives, who is inside. */
function startFacts(texts: Texts<'journeys'>, journey: Journey, again: boolean): ImpactFact[] {
  const { journeys: t } = texts;
  const { graph, reach, counts } = journey;
  if (!graph) return [];
  const trigger = triggerWords(texts, { tags: undefined }, graph.trigger);
  const doubtful = reach.filter((r) => r.level !== 'sure').length;
  const { reentryWords } = t.steps;
  const { kind, days = 0 } = graph.reentry;
  return [
    { icon: LogIn, name: t.confirm.trigger, value: trigger.title },
    {
      icon: Waypoints,
      name: t.confirm.steps,
      value: t.confirm.stepsValue({
        n: graph.steps.length,
        sends: graph.steps.filter((step) => step.kind === 'send').length,
      }),
    },
    {
      icon: MapPinCheck,
      name: t.confirm.delivery,
      value: doubtful > 0 ? t.confirm.doubtful({ n: doubtful }) : t.confirm.allSure,
    },
    {
      icon: Repeat2,
      name: t.confirm.reentry,
      value: kind === 'after' ? reentryWords.after({ n: days }) : reentryWords[kind],
    },
    ...(again
      ? [
          {
            icon: Users,
            name: t.confirm.inside,
            value: t.confirm.insideValue({ n: counts.inside }),
            detail: t.confirm.insideHint,
          },
        ]
      : []),
  ];
}
