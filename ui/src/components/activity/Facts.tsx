import type { ReactNode } from 'react';
import s from './Facts.module.css';

/** Names and values under each other, as a drawer tells of one thing. What is undefined is left out. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode] | undefined)[] }) {
  return (
    <dl className={s.facts}>
      {facts.map((fact) =>
        fact ? (
          <div key={fact[0]}>
            <dt>{fact[0]}</dt>
            <dd className="num">{fact[1]}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
