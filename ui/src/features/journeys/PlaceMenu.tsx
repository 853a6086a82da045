import { CornerDownRight } from 'lucide-react';
import { useState } from 'react';
import { Menu } from '@/components/Menu';
import { useTexts } from '@/locales/context';
import { type Place, targetOf } from './graph';
import { newSteps } from './Palette';
import type { Graph } from './types';
import type { Steps } from './use-steps';

export type PlaceMenuAt = { place: Place; anchor: HTMLElement };

type Props = { at: PlaceMenuAt | undefined; graph: Graph; steps: Steps; onClose: () => void };

/** What can be put into a place: a new step and, where nothing follows, an end or a step that is there already. */
export function PlaceMenu({ at, graph, steps, onClose }: Props) {
  const { journeys: t } = useTexts('journeys');
  const [linking, setLinking] = useState<PlaceMenuAt>();
  const open = at !== undefined && targetOf(graph, at.place) === '';
  const targets = at ? steps.targets(at.place).filter((id) => id !== at.place.from) : [];
  const items = at ? newSteps(t, (what) => steps.insert(at.place, what), open) : [];
  if (at && open && targets.length > 0) {
    items.push({
      key: 'link',
      icon: CornerDownRight,
      label: t.linkTo,
      divided: true,
      onSelect: () => setLinking(at),
    });
  }
  return (
    <>
      <Menu label={t.palette} anchor={at?.anchor ?? null} onClose={onClose} items={items} />
      <Menu
        label={t.linkMenu}
        anchor={linking?.anchor ?? null}
        onClose={() => setLinking(undefined)}
        items={
          linking
            ? steps
                .targets(linking.place)
                .filter((id) => id !== linking.place.from)
                .map((id) => ({ key: id, label: steps.name(id), onSelect: () => steps.link(linking.place, id) }))
            : []
        }
      />
    </>
  );
}
