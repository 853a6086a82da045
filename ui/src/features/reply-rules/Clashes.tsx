import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '@/locales/context';
import s from './Clashes.module.css';
import type { Clash, ReplyRule } from './queries';

type Props = { clashes: readonly Clash[]; rules: readonly ReplyRule[]; onOpen: (rule: ReplyRule) => void };

const shownAtFirst = 2;

/** The keywords that two rules share while both are on duty: which answers, which never does. */
export function Clashes({ clashes, rules, onOpen }: Props) {
  const { replyRules: t } = useTexts('replyRules');
  const [all, setAll] = useState(false);
  if (clashes.length === 0) return null;
  const rest = clashes.length - shownAtFirst;
  return (
    <section className={s.clashes} aria-label={t.clashTitle({ n: clashes.length })}>
      <TriangleAlert size={17} strokeWidth={1.75} aria-hidden="true" />
      <ul>
        {clashes.slice(0, all ? undefined : shownAtFirst).map((clash) => {
          const answers = rules.find((rule) => rule.id === clash.answers);
          const loses = rules.find((rule) => rule.id === clash.loses);
          if (!answers || !loses) return null;
          return (
            <li key={`${clash.keyword} ${clash.answers} ${clash.loses}`}>
              <span>{t.clash({ keyword: clash.keyword, answers: answers.name, loses: loses.name })}</span>
              <button type="button" onClick={() => onOpen(loses)}>
                {t.clashOpen({ name: loses.name })}
              </button>
            </li>
          );
        })}
      </ul>
      {rest > 0 ? (
        <button type="button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t.clashLess : t.clashMore({ n: rest })}
        </button>
      ) : null}
    </section>
  );
}
