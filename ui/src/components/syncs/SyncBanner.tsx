import { App, Button } from 'antd';
import {
  CircleAlert,
  CircleCheck,
  CirclePause,
  CircleStop,
  Clock,
  Pause,
  Play,
  RefreshCw,
  Square,
  X,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { SyncRun } from '@/api/client';
import { useMay } from '@/api/session';
import { JobBanner } from '@/components/JobBanner';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import s from './SyncBanner.module.css';
import { shareDone } from './sync-model';
import { type RunVerb, useChangeRun } from './sync-queries';
import { adviceWords, doneFacts, failWords, outcomeFacts, pauseWords, progressFacts } from './sync-words';

type Props = {
  run: SyncRun;
  /** The operator has read how it ended. */
  onRead: () => void;
  /** Starts the full run that is advised; and leads to the drafts where there is no history. */
  onFull: () => void;
  onDrafts?: (() => void) | undefined;
};

/** The run that is under way, or how the last one ended: figures, reasons, and what can be done about it. */
export function SyncBanner({ run, onRead, onFull, onDrafts }: Props) {
  const texts = useTexts('syncs');
  const t = texts.syncs;
  const { message, modal } = App.useApp();
  const may = useMay('operator');
  const change = useChangeRun(run.app_id);
  const now = useNow();

  const act = (verb: RunVerb) =>
    change.mutate({ id: run.id, verb }, { onError: () => void message.error(t.failedChange) });
  const stop = () =>
    modal.confirm({
      title: t.stopTitle,
      content: run.mode === 'followers' ? t.stopFollowers : t.stopText,
      icon: null,
      okText: t.stopConfirm,
      okButtonProps: { danger: true },
      cancelText: t.keepRunning,
      onOk: () => act('cancel'),
    });
  const button = (icon: ReactNode, label: string, onClick: () => void) => (
    <Button key={label} size="small" type="text" icon={icon} disabled={change.isPending} onClick={onClick}>
      {label}
    </Button>
  );
  const stopButton = button(<Square size={13} aria-hidden="true" />, t.stop, stop);
  const readButton = button(<X size={14} aria-hidden="true" />, t.dismiss, onRead);
  const resume = (label: string) => button(<Play size={14} aria-hidden="true" />, label, () => act('resume'));

  switch (run.state) {
    case 'queued':
      return (
        <JobBanner tone="running" icon={Clock} title={t.queued} announce={t.queued} actions={may ? stopButton : null} />
      );
    case 'running':
      return (
        <JobBanner
          tone="running"
          icon={RefreshCw}
          turning
          title={t.running[run.mode]}
          announce={t.running[run.mode]}
          facts={progressFacts(texts, run)}
          progress={shareDone(run)}
          progressLabel={t.progress}
          actions={
            may ? [button(<Pause size={14} aria-hidden="true" />, t.pause, () => act('pause')), stopButton] : null
          }
        />
      );
    case 'paused': {
      const why = pauseWords(texts, run, now);
      return (
        <JobBanner
          tone="waiting"
          icon={CirclePause}
          title={t.paused}
          announce={`${t.paused}${t.comma}${why}`}
          facts={[why, ...doneFacts(texts, run)]}
          progress={shareDone(run)}
          progressLabel={t.progress}
          actions={may ? [resume(t.resume), stopButton] : null}
        />
      );
    }
    case 'failed': {
      const { title, cure } = failWords(texts, run);
      return (
        <JobBanner
          tone="failed"
          icon={CircleAlert}
          title={`${t.failed}${t.comma}${title}`}
          announce={`${t.failed}${t.comma}${title}`}
          facts={[cure, ...doneFacts(texts, run)]}
          actions={[may ? resume(t.retry) : null, readButton]}
        />
      );
    }
    case 'canceled':
      return (
        <JobBanner
          tone="quiet"
          icon={CircleStop}
          title={t.canceled}
          announce={t.canceled}
          facts={outcomeFacts(texts, run)}
          actions={readButton}
        />
      );
    case 'finished':
      return <Finished run={run} may={may} readButton={readButton} onFull={onFull} onDrafts={onDrafts} />;
  }
}

type FinishedProps = Pick<Props, 'run' | 'onFull' | 'onDrafts'> & { may: boolean; readButton: ReactNode };

function Finished({ run, may, readButton, onFull, onDrafts }: FinishedProps) {
  const texts = useTexts('syncs');
  const t = texts.syncs;
  const advice = adviceWords(texts, run);
  const done = t.finished[run.mode];
  return (
    <>
      <JobBanner
        tone={advice && run.advice !== 'empty' ? 'waiting' : 'running'}
        icon={CircleCheck}
        title={done}
        announce={[done, ...outcomeFacts(texts, run), advice].filter(Boolean).join(t.comma)}
        facts={outcomeFacts(texts, run)}
        actions={readButton}
      />
      {advice ? (
        <p className={s.advice}>
          {advice}
          {run.advice === 'empty' ? (
            onDrafts ? (
              <Button type="link" size="small" onClick={onDrafts}>
                {t.toDrafts}
              </Button>
            ) : null
          ) : may ? (
            <Button type="link" size="small" onClick={onFull}>
              {run.mode === 'followers' ? t.toFollowers : t.toFull}
            </Button>
          ) : null}
        </p>
      ) : null}
    </>
  );
}
