import { UseLink } from '@/components/UseLink';
import { useTexts } from '@/locales/context';
import type { UsedBy } from './queries';
import s from './Uses.module.css';

type Props = {
  /** With the account each name leads to its place. */
  appId?: string | undefined;
  uses: readonly UsedBy[];
  /** How many are named; the rest is counted. */
  max?: number;
};

/** What leads to a conversation, one a line: 自动回复 叫出小管家. */
export function Uses({ appId, uses, max = uses.length }: Props) {
  const { conversations: t } = useTexts('conversations');
  const kinds: Record<string, string> = t.uses;
  const rest = uses.slice(max);
  if (uses.length === 0) return null;
  return (
    <ul className={s.uses}>
      {uses.slice(0, max).map((use) => (
        <li key={`${use.kind} ${use.id}`} className={use.active ? undefined : s.off}>
          <span className={s.kind}>{kinds[use.kind] ?? t.usesOther}</span>
          <span className={s.name} title={use.name}>
            {appId ? <UseLink appId={appId} use={use} /> : use.name}
          </span>
          {use.active ? null : <small>{t.inactive}</small>}
        </li>
      ))}
      {rest.length > 0 ? (
        <li className={s.rest} title={rest.map((use) => use.name).join('\n')}>
          {t.moreUses({ n: rest.length })}
        </li>
      ) : null}
    </ul>
  );
}
