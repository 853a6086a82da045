import { Highlight } from '@/components/Highlight';
import { useTexts } from '@/locales/context';
import s from './KeywordChips.module.css';
import type { Keyword } from './queries';

type Props = { keywords: readonly Keyword[]; q: string; max?: number };

/** The first keywords of a rule with how each is compared; those a search hits come first. */
export function KeywordChips({ keywords, q, max = 3 }: Props) {
  const { replyRules: t } = useTexts('replyRules');
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const hit = ({ text }: Keyword) => words.some((word) => text.toLowerCase().includes(word));
  const sorted = words.length > 0 ? [...keywords.filter(hit), ...keywords.filter((k) => !hit(k))] : keywords;
  const rest = sorted.slice(max);
  return (
    <ul className={s.chips} aria-label={t.kinds.keyword}>
      {sorted.slice(0, max).map((keyword) => (
        <KeywordChip key={`${keyword.match} ${keyword.text}`} keyword={keyword} q={q} />
      ))}
      {rest.length > 0 ? (
        <li className={s.rest} title={rest.map((k) => k.text).join(' ')}>
          {t.moreKeywords({ n: rest.length })}
        </li>
      ) : null}
    </ul>
  );
}

function KeywordChip({ keyword: { text, match }, q }: { keyword: Keyword; q: string }) {
  const { replyRules: t } = useTexts('replyRules');
  return (
    <li className={s[match]} title={`${t.match[match]}：${text}`}>
      <span className={s.word}>
        <Highlight text={text} search={q} />
      </span>
      <i aria-hidden="true">{t.matchShort[match]}</i>
      <span className="unseen">{t.match[match]}</span>
    </li>
  );
}
