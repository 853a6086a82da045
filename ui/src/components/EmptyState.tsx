import { Button } from 'antd';
import type { ReactNode } from 'react';
import { type Drawing, drawings } from './drawings';
import s from './EmptyState.module.css';

type Action = { label: string; onClick: () => void };

type Props = {
  drawing: Drawing;
  title: string;
  /** One sentence on the value of what is missing. */
  text: ReactNode;
  action?: Action | undefined;
  second?: Action | undefined;
  /** Up to three steps to the first one. */
  steps?: readonly string[] | undefined;
  /** Draws the action as a secondary button: for "clear the filter". */
  quiet?: boolean | undefined;
};

/** What stands in place of a list that holds nothing: a drawing, a sentence, what to do. */
export function EmptyState({ drawing, title, text, action, second, steps, quiet }: Props) {
  return (
    <div className={s.empty}>
      <svg width="148" height="96" viewBox="0 0 148 96" fill="none" aria-hidden="true">
        {drawings[drawing]}
      </svg>
      <h2>{title}</h2>
      <p>{text}</p>
      {action || second ? (
        <div className={s.actions}>
          {action ? (
            <Button type={quiet ? 'default' : 'primary'} size={quiet ? 'middle' : 'large'} onClick={action.onClick}>
              {action.label}
            </Button>
          ) : null}
          {second ? (
            <Button size={quiet ? 'middle' : 'large'} onClick={second.onClick}>
              {second.label}
            </Button>
          ) : null}
        </div>
      ) : null}
      {steps ? (
        <ol className={s.steps}>
          {steps.map((step, i) => (
            <li key={step}>
              <b className="num">{i + 1}</b>
              <span>{step}</span>
            </li>
          ))}
        </ol>
      ) : null}
    </div>
  );
}
