import { Select } from 'antd';
import { useId } from 'react';
import { useTexts } from '@/locales/context';
import { exitsOf, reached } from './graph';
import s from './Inspector.module.css';
import type { Exit, Step } from './types';
import type { JourneyEditor } from './use-journey-editor';
import type { Steps } from './use-steps';
import { exitWords, type Names } from './words';

type Props = { editor: JourneyEditor; steps: Steps; names: Names; step: Step; exit: Exit };

/** Where an exit leads: nowhere, or to any step that is there; so ways meet again and loops close. */
export function NextField({ editor, steps, names, step, exit }: Props) {
  const texts = useTexts('journeys', 'contacts', 'replies');
  const { inspector: t } = texts.journeys;
  const id = useId();
  const several = exitsOf(step).length > 1;
  const known = reached(editor.graph);
  const others = editor.graph.steps.filter((other) => known.has(other.id) && other.id !== step.id);
  return (
    <>
      <label className={s.label} htmlFor={id}>
        {several ? t.nextOf({ exit: exitWords(texts, names, step, exit) }) : t.next}
      </label>
      <Select
        id={id}
        value={exit.to || ''}
        showSearch={{ optionFilterProp: 'label' }}
        options={[
          { value: '', label: t.nextEnd },
          ...others.map((other) => ({ value: other.id, label: steps.name(other.id) })),
        ]}
        onChange={(to: string) => steps.link({ from: step.id, exit: exit.id }, to)}
      />
    </>
  );
}
