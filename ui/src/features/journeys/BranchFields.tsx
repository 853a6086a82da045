import { Button, Input } from 'antd';
import { Plus, X } from 'lucide-react';
import { RowAction } from '@/components/RowAction';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { ConditionFields } from './ConditionFields';
import { exitAdded, exitRemoved, exitsOf, newExit, withStep } from './graph';
import s from './Inspector.module.css';
import type { Exit, Step } from './types';
import type { JourneyEditor } from './use-journey-editor';
import { exitWords, type Names } from './words';

type Props = { appId: string; editor: JourneyEditor; names: Names; step: Step };

const most = 11;

/** The exits of a branch, each with its condition; the last is for all others. */
export function BranchFields({ appId, editor, names, step }: Props) {
  const texts = useTexts('journeys', 'contacts', 'replies');
  const { journeys } = texts;
  const t = journeys.steps;
  const toast = useUndoToast();
  const { graph, draw } = editor;
  const exits = exitsOf(step);
  const set = (exit: Exit, values: Partial<Exit>, about?: string) =>
    draw(
      withStep(graph, step.id, (was) => ({
        ...was,
        exits: exitsOf(was).map((e) => (e.id === exit.id ? { ...e, ...values } : e)),
      })),
      about && `${exit.id} ${about}`,
    );
  const remove = (exit: Exit) => {
    const edited = exitRemoved(graph, { from: step.id, exit: exit.id });
    draw(edited.graph);
    if (edited.gone.length > 0) {
      toast({ text: journeys.cutSteps({ n: edited.gone.length }), undo: () => draw(graph) });
    }
  };
  return (
    <>
      <h3 className={s.label}>{t.conditions}</h3>
      <div className={s.exits}>
        {exits.map((exit, i) => {
          const name = exitWords(texts, names, step, exit);
          const last = i === exits.length - 1;
          return (
            <section key={exit.id} className={s.exit} aria-label={name}>
              <header>
                {t.exit({ n: i + 1 })}
                {!last && exits.length > 2 ? (
                  <RowAction
                    icon={X}
                    label={t.removeExit({ name })}
                    title={t.removeExit({ name })}
                    onClick={() => remove(exit)}
                  />
                ) : null}
              </header>
              <Input
                aria-label={t.exitName}
                value={exit.label ?? ''}
                maxLength={30}
                placeholder={exitWords(texts, names, step, { ...exit, label: '' })}
                onChange={(event) => set(exit, { label: event.target.value }, 'label')}
              />
              {last ? (
                <p className={s.hint}>{t.lastExit}</p>
              ) : (
                <ConditionFields
                  appId={appId}
                  value={exit.when ?? { kind: 'tag' }}
                  onChange={(when, about) => set(exit, { when }, about)}
                />
              )}
            </section>
          );
        })}
      </div>
      {exits.length < most ? (
        <Button
          type="dashed"
          block
          style={{ marginTop: 10 }}
          icon={<Plus size={15} aria-hidden="true" />}
          onClick={() => draw(exitAdded(graph, step.id, newExit({ when: { kind: 'tag', tag_ids: [] } })))}
        >
          {t.addExit}
        </Button>
      ) : null}
    </>
  );
}
