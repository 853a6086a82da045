import { useState } from 'react';
import s from './ArticleCover.module.css';

type Props = {
  /** The cover in our own cache; empty or failing, one is drawn from the title. */
  url: string;
  /** Decides the drawing, so that an article always has the same. */
  title: string;
  /** Width in px; the height follows the shape. Without it the cover fills its place. */
  width?: number | undefined;
  /** wide is WeChat's 2.35 : 1 of a first article; square is that of the others. */
  shape?: 'wide' | 'square' | undefined;
  /** A mark in the corner: 3 篇. */
  badge?: string | undefined;
};

/** The cover of an article. It says nothing that the title beside it does not, so it is hidden from screen readers. */
export function ArticleCover({ url, title, width, shape = 'wide', badge }: Props) {
  const [failed, setFailed] = useState<string>();
  const drawn = !url || failed === url;
  return (
    <span
      className={`${s.cover} ${shape === 'square' ? s.square : ''}`}
      style={width ? { width } : undefined}
      aria-hidden="true"
    >
      {drawn ? (
        <DrawnCover title={title} />
      ) : (
        <img src={url} alt="" loading="lazy" decoding="async" draggable={false} onError={() => setFailed(url)} />
      )}
      {badge ? <span className={s.badge}>{badge}</span> : null}
    </span>
  );
}

/** A small landscape whose colors and hills come from the title. */
function DrawnCover({ title }: { title: string }) {
  const seed = hash(title);
  const set = (seed % 6) + 1;
  const color = (part: string) => `var(--cover-${set}${part})`;
  const sun = 130 + ((seed >>> 4) % 70);
  const far = 34 + ((seed >>> 8) % 22);
  const near = 58 + ((seed >>> 12) % 18);
  const tilt = ((seed >>> 16) % 30) - 15;
  return (
    <svg viewBox="0 0 235 100" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect width="235" height="100" fill={color('a')} />
      <circle cx={sun} cy={26 + ((seed >>> 20) % 12)} r="13" fill={color('d')} />
      <path
        d={`M0 ${far + 20}C40 ${far - 8 + tilt} 80 ${far - tilt} 128 ${far + 12}S205 ${far - 6} 235 ${far + 8}V100H0Z`}
        fill={color('b')}
      />
      <path
        d={`M0 ${near}C50 ${near + 22} 90 ${near - 14} 140 ${near + 8}S210 ${near + 20 - tilt} 235 ${near + 4}V100H0Z`}
        fill={color('c')}
      />
    </svg>
  );
}

function hash(text: string): number {
  let h = 2166136261;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16777619);
  return h >>> 0;
}
