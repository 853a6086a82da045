import { Ban, Copy, type LucideIcon, Pause, Play, Rocket, Trash2, Undo2 } from 'lucide-react';
import type { MenuItem } from '@/components/Menu';
import type { Texts } from '@/locales/texts';
import type { Asked } from './JourneyDialogs';
import type { Journey } from './types';

type Acts = {
  onAsk: (asked: Asked) => void;
  onPause: () => void;
  onResume: () => void;
  onCopy: () => void;
};

/** What can be done with a journey as it stands, for its menu. */
export function deedItems(
  { journeys: t }: Texts<'journeys'>,
  journey: Journey,
  acts: Acts,
  editing = false,
): MenuItem[] {
  const { state, changed } = journey;
  const item = (key: string, icon: LucideIcon, label: string, onSelect: () => void): MenuItem => ({
    key,
    icon,
    label,
    onSelect,
  });
  const on = state === 'running' || state === 'paused';
  const start = state === 'stopped' ? t.restart : t.start;
  return [
    ...(!on && !editing ? [item('start', Play, start, () => acts.onAsk('start'))] : []),
    ...(on && changed && !editing ? [item('publish', Rocket, t.publish, () => acts.onAsk('start'))] : []),
    ...(state === 'running' ? [item('pause', Pause, t.pause, acts.onPause)] : []),
    ...(state === 'paused' && !editing ? [item('resume', Play, t.resume, acts.onResume)] : []),
    ...(on && changed ? [item('discard', Undo2, t.discard, () => acts.onAsk('discard'))] : []),
    item('copy', Copy, t.copy, acts.onCopy),
    ...(on ? [{ ...item('stop', Ban, t.stop, () => acts.onAsk('stop')), danger: true, divided: true }] : []),
    on
      ? { ...item('remove', Trash2, t.remove, () => {}), danger: true, disabled: true, hint: t.stopFirst }
      : { ...item('remove', Trash2, t.remove, () => acts.onAsk('remove')), danger: true, divided: true },
  ];
}
