import { ReplyLine } from '@/components/reply-editor/ReplyLine';
import { useTexts } from '@/locales/context';
import s from './ImportDialog.module.css';
import { KeywordChips } from './KeywordChips';
import type { FoundRule } from './queries';

type Props = { rules: readonly FoundRule[] | undefined; here: (rule: FoundRule) => boolean };

/** The rules set at mp.weixin.qq.com, with what of each cannot be taken over. */
export function FoundList({ rules, here }: Props) {
  const { replyRules: texts, state } = useTexts('replyRules');
  const t = texts.found;
  if (!rules) return <div className={s.ghost} role="status" aria-label={state.loading} />;
  if (rules.length === 0) return <p className={s.intro}>{t.none}</p>;
  return (
    <ul className={s.rules}>
      {rules.map((rule, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: WeChat's rules have no ids and may share a name
        <li key={i}>
          <div className={s.head}>
            <b>{rule.name}</b>
            <span className={s.kind}>{texts.kinds[rule.kind]}</span>
            <span className={rule.on ? s.on : s.offState}>{rule.on ? t.isOn : t.isOff}</span>
          </div>
          {rule.keywords.length > 0 ? <KeywordChips keywords={rule.keywords} q="" max={6} /> : null}
          {rule.replies.map((reply, n) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: nor have its replies
            <ReplyLine key={n} reply={reply} />
          ))}
          {here(rule) ? <small>{t.left.exists}</small> : null}
          {rule.left_out.length > 0 ? (
            <small className={s.left}>
              {t.leftOut({ what: [...new Set(rule.left_out)].map((left) => t.left[left]) })}
            </small>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
