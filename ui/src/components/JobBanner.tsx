import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import s from './JobBanner.module.css';

type Props = {
  /** running: green; waiting: amber, somebody or some time is waited for; failed: red; quiet: nothing is under way. */
  tone: 'running' | 'waiting' | 'failed' | 'quiet';
  icon: LucideIcon;
  /** Turns the icon. */
  turning?: boolean | undefined;
  title: ReactNode;
  /** Short facts after the title: done / total, ETA, calls. */
  facts?: readonly ReactNode[] | undefined;
  /** 0 to 1; undefined draws no bar. */
  progress?: number | undefined;
  /** What the bar measures, in words. */
  progressLabel?: string | undefined;
  actions?: ReactNode | undefined;
  /** What a screen reader is told when it changes; the figures themselves would never let it rest. */
  announce?: string | undefined;
};

/**
 * The state of a job that goes on behind the page. It always has its place: when nothing is under way it says, quietly,
 * how fresh the data is, so that nothing jumps when a job starts.
 */
export function JobBanner({ tone, icon: Icon, turning, title, facts = [], progress, progressLabel, ...rest }: Props) {
  return (
    <div className={`${s.banner} ${s[tone]}`}>
      <Icon size={17} strokeWidth={1.75} aria-hidden="true" className={turning ? 'turning' : undefined} />
      <div className={s.text}>
        <b>{title}</b>
        {facts.map((fact, i) =>
          fact ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the facts have fixed places
            <span key={i} className="num">
              {fact}
            </span>
          ) : null,
        )}
      </div>
      {progress === undefined ? null : (
        <div
          className={s.track}
          role="progressbar"
          aria-label={progressLabel}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(progress * 100)}
        >
          <i style={{ width: `${Math.min(100, progress * 100)}%` }} />
        </div>
      )}
      {rest.actions ? <div className={s.actions}>{rest.actions}</div> : null}
      <span className="unseen" aria-live="polite">
        {rest.announce ?? ''}
      </span>
    </div>
  );
}
