import type { ReactNode } from 'react';
import s from './Differences.module.css';

type Props = { parts: readonly { name: string; value: ReactNode }[] };

/** The parts of a thing that somebody else left otherwise, each with what it is now. */
export function Differences({ parts }: Props) {
  return (
    <dl className={s.parts}>
      {parts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
