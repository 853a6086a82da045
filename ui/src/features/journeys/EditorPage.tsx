import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import type { Account } from '@/api/client';
import { useMay } from '@/api/session';
import { LeaveGuard } from '@/components/LeaveGuard';
import { useKeys } from '@/lib/keyboard';
import { useTexts } from '@/locales/context';
import { type Card, startCard, stepCard } from './card';
import { EditorHead } from './EditorHead';
import s from './EditorPage.module.css';
import { stepOf } from './graph';
import { type Asked, JourneyDialogs } from './JourneyDialogs';
import { Notices } from './Notices';
import { OutlineView } from './OutlineView';
import { Palette } from './Palette';
import { PlaceMenu, type PlaceMenuAt } from './PlaceMenu';
import { type Told, tell } from './problems';
import { reportQuery } from './queries';
import type { JourneySearch } from './search';
import { statWords } from './stats';
import { stepIcon, triggerIcon } from './step-icons';
import type { Journey } from './types';
import { useDeeds } from './use-deeds';
import { useJourneyEditor } from './use-journey-editor';
import { useNames } from './use-names';
import { type NewKind, useSteps } from './use-steps';
import { ViewBar } from './ViewBar';

// What is not seen at once, and the canvas with its library, come when they are wanted.
const Canvas = lazy(async () => ({ default: (await import('./Canvas')).Canvas }));
const Inspector = lazy(async () => ({ default: (await import('./Inspector')).Inspector }));
const TryDialog = lazy(async () => ({ default: (await import('./TryDialog')).TryDialog }));

const route = getRouteApi('/shell/accounts/$appId/journeys/$id');

type Props = { account: Account; journey: Journey };

/** The editor of a journey: its canvas or its list of steps, and the settings of the chosen step. */
export function EditorPage({ account, journey }: Props) {
  const appId = account.app_id;
  const texts = useTexts('journeys', 'contacts', 'replies');
  const { journeys: t } = texts;
  const may = useMay('operator');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const editor = useJourneyEditor(appId, journey, may);
  const { graph } = editor;
  const { names, materials } = useNames(appId, graph);
  const live = journey.state === 'running';
  const report = useQuery({ ...reportQuery(appId, journey.id, 30, live), enabled: journey.version > 0 }).data;
  const [dialog, setDialog] = useState<{ open: boolean; asked?: Asked }>({ open: false });
  const [trying, setTrying] = useState<boolean>();
  const [menu, setMenu] = useState<PlaceMenuAt>();
  const deeds = useDeeds(appId);
  const body = useRef<HTMLDivElement>(null);

  const go = (change: { [K in keyof JourneySearch]?: JourneySearch[K] | undefined }) =>
    void navigate({ search: (prev) => strip({ ...prev, ...change }), replace: true });
  const selected = search.step === 'start' || stepOf(graph, search.step) ? search.step : undefined;
  const select = (id: string | undefined) => go({ step: id });
  const steps = useSteps(editor, names, selected, select);
  const problems = tell(texts, names, graph, journey.problems);
  const view = search.view === 'list' ? 'list' : 'canvas';

  const cards = useMemo(() => {
    const all = new Map<string, Card>([['', startCard(texts, names, graph)]]);
    for (const step of graph.steps) {
      const reach = journey.reach.find((r) => r.step_id === step.id);
      all.set(step.id, stepCard(texts, names, step, reach, materials.get(step.reply?.media_id ?? '')));
    }
    return all;
  }, [texts, names, graph, journey.reach, materials]);
  const look = (id: string) => {
    const step = stepOf(graph, id);
    return {
      icon: step ? stepIcon(step) : triggerIcon(graph.trigger),
      stat: statWords(texts, step, report),
      unfinished: problems.some(
        (p) => !p.warning && (p.step_id ?? '') === id && (id !== '' || p.code.startsWith('trigger')),
      ),
    };
  };

  const remove = (id: string | undefined) => {
    if (may && id && id !== 'start') steps.remove(id);
  };
  useKeys({
    'mod+s': () => void editor.save(),
    'mod+z': (event) => (event.shiftKey ? editor.redo : editor.undo)?.(),
    'mod+y': () => editor.redo?.(),
    ...(view === 'canvas' ? { Delete: () => remove(selected), Backspace: () => remove(selected) } : {}),
    Escape: () => (steps.moving ? steps.pick(undefined) : select(undefined)),
  });
  const jump = (problem: Told) => {
    select(problem.step_id && stepOf(graph, problem.step_id) ? problem.step_id : 'start');
  };
  const ask = async (asked: Asked) => {
    if (await editor.save()) setDialog({ open: true, asked });
  };
  const drop = (place: Parameters<typeof steps.insert>[0], what: string) => {
    try {
      steps.insert(place, JSON.parse(what) as NewKind);
    } catch {
      // Something else was dropped.
    }
  };
  const bar = (
    <ViewBar editor={editor} may={may} view={view} onView={(v) => go({ view: v === 'list' ? v : undefined })} />
  );
  const palette = may ? <Palette onAdd={steps.add} /> : null;
  return (
    <div className={s.page}>
      <LeaveGuard when={may && editor.dirty} page />
      <EditorHead
        appId={appId}
        journey={journey}
        editor={editor}
        may={may}
        problems={problems}
        onProblem={jump}
        onAsk={(asked) => void ask(asked)}
        onTry={() => setTrying(true)}
        onPause={() => deeds.pause(journey)}
        onResume={() => deeds.resume(journey)}
        onCopy={() =>
          deeds.copy(
            journey,
            ({ id }) => void navigate({ to: '/accounts/$appId/journeys/$id', params: { appId, id }, search: {} }),
          )
        }
      />
      <Notices
        appId={appId}
        journey={journey}
        editor={editor}
        may={may}
        onDiscard={() => setDialog({ open: true, asked: 'discard' })}
      />
      <div className={s.body} ref={body}>
        {view === 'canvas' ? (
          <Suspense fallback={<div className={s.wait} role="status" aria-label={texts.state.loading} />}>
            <Canvas
              graph={graph}
              cards={cards}
              look={look}
              selected={selected}
              steps={steps}
              disabled={!may}
              onSelect={select}
              onPlus={(place, anchor) => setMenu({ place, anchor })}
              onDrop={drop}
              left={palette}
              right={bar}
            />
          </Suspense>
        ) : (
          <OutlineView
            graph={graph}
            cards={cards}
            look={look}
            selected={selected}
            steps={steps}
            disabled={!may}
            onSelect={select}
            onPlus={(place, anchor) => setMenu({ place, anchor })}
            bar={bar}
          />
        )}
        {steps.moving ? (
          <div className={s.moving} role="status">
            {t.moving({ name: steps.name(steps.moving) })}
            <button type="button" onClick={() => steps.pick(undefined)}>
              {t.cancelMove}
            </button>
          </div>
        ) : null}
        {selected ? (
          <Suspense fallback={<aside className={s.inspectorGhost} />}>
            <Inspector
              key={selected}
              appId={appId}
              journey={journey}
              editor={editor}
              steps={steps}
              names={names}
              id={selected}
              report={report}
              problems={editor.dirty ? [] : problems.filter((p) => (p.step_id || 'start') === selected)}
              disabled={!may}
              onSelect={select}
            />
          </Suspense>
        ) : null}
      </div>
      <PlaceMenu at={menu} graph={graph} steps={steps} onClose={() => setMenu(undefined)} />
      <JourneyDialogs
        appId={appId}
        asked={dialog.asked}
        open={dialog.open}
        journey={journey}
        onClose={() => setDialog((d) => ({ ...d, open: false }))}
        onDone={(asked, after) => {
          if (asked === 'remove') void navigate({ to: '/accounts/$appId/journeys', params: { appId } });
          else if (asked === 'discard' && after) editor.take(after);
        }}
      />
      {trying === undefined ? null : (
        <Suspense fallback={null}>
          <TryDialog
            appId={appId}
            journey={journey}
            names={names}
            open={trying}
            onSave={editor.save}
            onClose={() => setTrying(false)}
          />
        </Suspense>
      )}
    </div>
  );
}

function strip(search: object): JourneySearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}
