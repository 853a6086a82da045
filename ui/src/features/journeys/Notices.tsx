import { Button } from 'antd';
import { CirclePause, CircleStop, GitBranch } from 'lucide-react';
import { ErrorState } from '@/components/ErrorState';
import { JobBanner } from '@/components/JobBanner';
import { useTexts } from '@/locales/context';
import { Conflict } from './Conflict';
import s from './EditorPage.module.css';
import type { Journey } from './types';
import type { JourneyEditor } from './use-journey-editor';

type Props = { appId: string; journey: Journey; editor: JourneyEditor; may: boolean; onDiscard: () => void };

/** What is to be known over the canvas: which version runs while another is drawn, that it waits, that it was not saved. */
export function Notices({ appId, journey, editor, may, onDiscard }: Props) {
  const { journeys: t } = useTexts('journeys');
  const { state, version, changed, counts } = journey;
  const on = state === 'running' || state === 'paused';
  const draft = on && (changed || editor.dirty);
  if (!draft && state !== 'paused' && state !== 'stopped' && !editor.error && !editor.conflict) return null;
  return (
    <div className={s.notices}>
      {editor.conflict ? <Conflict appId={appId} id={journey.id} editor={editor} /> : null}
      {editor.error ? <ErrorState error={editor.error} inline onRetry={() => void editor.save()} /> : null}
      {draft ? (
        <JobBanner
          tone="waiting"
          icon={GitBranch}
          title={t.draftNotice({ version, inside: counts.inside })}
          actions={
            may && changed ? (
              <Button size="small" type="text" onClick={onDiscard}>
                {t.discard}
              </Button>
            ) : undefined
          }
        />
      ) : null}
      {state === 'paused' ? <JobBanner tone="waiting" icon={CirclePause} title={t.pausedNotice} /> : null}
      {state === 'stopped' ? <JobBanner tone="quiet" icon={CircleStop} title={t.stoppedNotice} /> : null}
    </div>
  );
}
