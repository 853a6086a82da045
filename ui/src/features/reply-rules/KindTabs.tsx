import type { KeyboardEvent } from 'react';
import { count } from '@/lib/numbers';
import { useTexts } from '@/locales/context';
import s from './KindTabs.module.css';
import type { ReplyRule, RuleKind } from './queries';
import { kinds } from './search';

type Props = { kind: RuleKind; rules: readonly ReplyRule[] | undefined; onKind: (kind: RuleKind) => void };

/** The kinds of rules as tabs, with how many there are. */
export function KindTabs({ kind, rules, onKind }: Props) {
  const { replyRules: t } = useTexts('replyRules');
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const next = kinds[(kinds.indexOf(kind) + step + kinds.length) % kinds.length] ?? kind;
    onKind(next);
    document.getElementById(`rules-${next}`)?.focus();
  };
  return (
    <div className={s.tabs} role="tablist" aria-label={t.tabs}>
      {kinds.map((name) => (
        <button
          key={name}
          id={`rules-${name}`}
          type="button"
          role="tab"
          aria-selected={kind === name}
          aria-controls={kind === name ? 'rules-panel' : undefined}
          tabIndex={kind === name ? 0 : -1}
          className={kind === name ? `${s.tab} ${s.on}` : s.tab}
          onKeyDown={onKeyDown}
          onClick={() => onKind(name)}
        >
          {t.kinds[name]}
          <span className="num">{rules ? count(rules.filter((rule) => rule.kind === name).length) : '…'}</span>
        </button>
      ))}
    </div>
  );
}
