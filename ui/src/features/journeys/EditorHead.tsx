import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { ChartNoAxesColumn, ChevronLeft, CircleAlert, CircleCheck, Ellipsis, Play, Rocket } from 'lucide-react';
import { useState } from 'react';
import { Menu } from '@/components/Menu';
import { RowAction } from '@/components/RowAction';
import { clock } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import s from './EditorHead.module.css';
import type { Asked } from './JourneyDialogs';
import { deedItems } from './journey-deeds';
import { NameField } from './NameField';
import type { Told } from './problems';
import { StateMark } from './StateMark';
import type { Journey } from './types';
import type { JourneyEditor } from './use-journey-editor';

type Props = {
  appId: string;
  journey: Journey;
  editor: JourneyEditor;
  may: boolean;
  problems: readonly Told[];
  onProblem: (problem: Told) => void;
  onAsk: (asked: Asked) => void;
  onTry: () => void;
  onPause: () => void;
  onResume: () => void;
  onCopy: () => void;
};

/** The journey's name and state, whether it is saved, what is to be mended, and what can be done with it. */
export function EditorHead(props: Props) {
  const { appId, journey, editor, may, problems, onProblem, onAsk, onTry } = props;
  const texts = useTexts('journeys');
  const { journeys: t } = texts;
  const [more, setMore] = useState<HTMLElement | null>(null);
  const { state, changed } = journey;
  const blocked = problems.some((problem) => !problem.warning);
  const on = state === 'running' || state === 'paused';
  const unstarted = !on || changed || editor.dirty;
  return (
    <header className={s.head}>
      <Link to="/accounts/$appId/journeys" params={{ appId }} className={s.back} aria-label={t.back} title={t.back}>
        <ChevronLeft size={18} aria-hidden="true" />
      </Link>
      <NameField editor={editor} disabled={!may} />
      <StateMark state={state} />
      {may ? <Saved editor={editor} /> : <span className={s.saved}>{t.viewerOnly}</span>}
      <div className={s.acts}>
        <Problems problems={problems} onProblem={onProblem} />
        <Link
          to="/accounts/$appId/journeys/$id"
          params={{ appId, id: journey.id }}
          search={{ view: 'report' }}
          className={s.report}
        >
          <ChartNoAxesColumn size={15} strokeWidth={1.9} aria-hidden="true" />
          {t.report}
        </Link>
        {may ? (
          <>
            <Button onClick={onTry}>{t.try}</Button>
            {state === 'paused' && !changed && !editor.dirty ? (
              <Button type="primary" icon={<Play size={14} aria-hidden="true" />} onClick={props.onResume}>
                {t.resume}
              </Button>
            ) : null}
            {unstarted ? (
              <Button
                type="primary"
                icon={on ? <Rocket size={14} aria-hidden="true" /> : <Play size={14} aria-hidden="true" />}
                disabled={blocked}
                title={blocked ? t.finishFirst : undefined}
                onClick={() => onAsk('start')}
              >
                {on ? t.publish : state === 'stopped' ? t.restart : t.start}
              </Button>
            ) : null}
            {state === 'running' && !unstarted ? <Button onClick={props.onPause}>{t.pause}</Button> : null}
            <RowAction
              icon={Ellipsis}
              label={t.more}
              title={t.more}
              menu
              expanded={more !== null}
              onClick={(event) => setMore(event.currentTarget)}
            />
            <Menu
              label={t.more}
              anchor={more}
              onClose={() => setMore(null)}
              end
              items={deedItems(texts, journey, { ...props, onAsk }, true)}
            />
          </>
        ) : null}
      </div>
    </header>
  );
}

function Saved({ editor: { error, conflict, dirty, busy, saved } }: { editor: JourneyEditor }) {
  const { journeys: t } = useTexts('journeys');
  const wrong = Boolean(error) || conflict;
  const Icon = wrong ? CircleAlert : CircleCheck;
  return (
    <span className={wrong ? `${s.saved} ${s.wrong}` : s.saved} role="status">
      <Icon size={14} aria-hidden="true" />
      {wrong ? t.unsaved : dirty || busy ? t.saving : t.savedAt({ at: clock(saved.at) })}
    </span>
  );
}

/** 「n 处待完善」: what is to be mended, each leading to its step. */
function Problems({ problems, onProblem }: Pick<Props, 'problems' | 'onProblem'>) {
  const { journeys: t } = useTexts('journeys');
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const grave = problems.filter((problem) => !problem.warning).length;
  if (problems.length === 0) return null;
  return (
    <>
      <button
        type="button"
        className={s.problems}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {grave > 0 ? t.toFinish({ n: grave }) : t.toKnow({ n: problems.length })}
      </button>
      <Menu
        label={t.problemsLabel}
        anchor={anchor}
        onClose={() => setAnchor(null)}
        end
        items={problems.map((problem, i) => ({
          key: String(i),
          label: t.problemAt(problem),
          hint: problem.cure,
          divided: i > 0 && Boolean(problem.warning) !== Boolean(problems[i - 1]?.warning),
          onSelect: () => onProblem(problem),
        }))}
      />
    </>
  );
}
