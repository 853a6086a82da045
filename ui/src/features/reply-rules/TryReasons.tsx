import { Check, Minus } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '@/locales/context';
import type { Explanation } from './queries';
import { keywordWords } from './rule-words';
import s from './TryReasons.module.css';

type Props = { explanations: readonly Explanation[]; onOpen: (ruleId: string) => void };

/** Why each rule answers or does not: those that match first, those that have nothing to do with the text on demand. */
export function TryReasons({ explanations, onOpen }: Props) {
  const { replyRules: t } = useTexts('replyRules');
  const [all, setAll] = useState(false);
  const near = explanations.filter(isNear);
  const others = explanations.filter((e) => !isNear(e));
  if (explanations.length === 0) return null;
  return (
    <div className={s.reasons}>
      <h3>{t.trial.why}</h3>
      <ul>
        {near.map((e) => (
          <Reason key={e.rule_id} explanation={e} onOpen={onOpen} />
        ))}
        {all ? others.map((e) => <Reason key={e.rule_id} explanation={e} onOpen={onOpen} />) : null}
      </ul>
      {others.length > 0 ? (
        <button type="button" className={s.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t.trial.hideOthers : t.trial.others({ n: others.length })}
        </button>
      ) : null}
    </div>
  );
}

/** Whether the rule has to do with the text: it answers, would answer, or only something beside its words is in the way. */
function isNear({ why }: Explanation): boolean {
  return why !== 'no_keyword' && why !== 'follow_only';
}

function Reason({ explanation, onOpen }: { explanation: Explanation; onOpen: (ruleId: string) => void }) {
  const texts = useTexts('replyRules');
  const { answers, name, why, keyword, rule_id } = explanation;
  const Icon = answers ? Check : Minus;
  const said = texts.replyRules.trial.whys[why](keyword ? { keyword: keywordWords(texts, keyword) } : {});
  return (
    <li className={answers ? s.answers : undefined}>
      <Icon size={15} aria-hidden="true" />
      <span>
        <button type="button" title={name} onClick={() => onOpen(rule_id)}>
          {name}
        </button>
        <small>{said}</small>
      </span>
    </li>
  );
}
