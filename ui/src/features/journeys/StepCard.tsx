import { CircleCheck, CircleX, type LucideIcon, Tag, TriangleAlert } from 'lucide-react';
import { ArticleCover } from '@/components/ArticleCover';
import { useTexts } from '@/locales/context';
import { type Card, heightOf } from './card';
import s from './StepCard.module.css';

export type StepCardProps = {
  card: Card;
  icon: LucideIcon;
  /** A count at the right of the head. */
  stat: string;
  /** Something of the step is to be mended. */
  unfinished: boolean;
  selected?: boolean | undefined;
  /** It is being moved: it waits where it was. */
  moving?: boolean | undefined;
};

const levelIcons = { sure: CircleCheck, doubtful: TriangleAlert, never: CircleX };

/** A step as its card: what it does, what it sends, how many it has, whether that arrives. */
export function StepCard({ card, icon: Icon, stat, unfinished, selected, moving }: StepCardProps) {
  const { journeys: t } = useTexts('journeys');
  const { reach } = card;
  const Level = reach && levelIcons[reach.level];
  const look = [s.card, s[card.kind], selected ? s.on : '', moving ? s.moving : ''].join(' ');
  return (
    <div className={look} style={{ height: heightOf(card) }}>
      <div className={s.head}>
        <span className={s.icon}>
          <Icon size={15} strokeWidth={1.9} aria-hidden="true" />
        </span>
        <span>{card.head}</span>
        {unfinished ? (
          <em className={s.unfinished}>{t.steps.unfinished}</em>
        ) : stat ? (
          <em className="num">{stat}</em>
        ) : null}
      </div>
      {card.kind === 'end' ? null : (
        <>
          {card.title ? <b className={s.title}>{card.title}</b> : null}
          {card.more ? <p className={s.more}>{card.more}</p> : null}
          {card.bubble ? (
            <p className={s.bubble}>
              <span>{card.bubble}</span>
            </p>
          ) : null}
          {card.material ? (
            <>
              <span className={s.cover}>
                <ArticleCover url={card.material.cover} title={card.material.title} />
              </span>
              {card.material.note ? (
                <p className={s.note}>
                  <em>{t.steps.note}</em>
                  {card.material.note}
                </p>
              ) : null}
            </>
          ) : null}
          {card.missing ? <p className={s.missing}>{card.missing}</p> : null}
          {card.chip ? (
            <p className={s.line}>
              <span className={s.chip}>
                <Tag size={12} aria-hidden="true" />
                {card.chip}
              </span>
            </p>
          ) : null}
          {reach && Level ? (
            <p className={`${s.line} ${s[reach.level]}`}>
              <Level size={13} strokeWidth={2} aria-hidden="true" />
              <span className={s.reach}>
                {t.steps.levels[reach.level]}
                {t.steps.reachShort[reach.reason] ? ` · ${t.steps.reachShort[reach.reason]}` : ''}
              </span>
            </p>
          ) : null}
        </>
      )}
      {card.kind === 'end' ? null : <Dots n={Math.max(1, card.exits.length)} start={card.kind === 'start'} />}
    </div>
  );
}

/** Where lines come in and go out. */
function Dots({ n, start }: { n: number; start: boolean }) {
  return (
    <>
      {start ? null : <i className={s.in} />}
      {Array.from({ length: n }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the exits stand in their order
        <i key={i} className={s.out} style={{ left: `${((i + 0.5) / n) * 100}%` }} />
      ))}
    </>
  );
}
