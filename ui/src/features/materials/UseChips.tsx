import type { UsedBy } from '@/api/client';
import { useTexts } from '@/locales/context';
import type { Texts } from '@/locales/texts';
import s from './UseChips.module.css';

/** The word for a kind of use; a kind of a newer server has a general one. */
export function kindWord(texts: Texts<'materials'>, kind: string): string {
  const t = texts.materials;
  return (t.usesKind as Record<string, string>)[kind] ?? t.usesOther;
}

/** How often each kind of place uses a material, in the order they come. */
export function countKinds(usedBy: readonly UsedBy[]): { kind: string; names: string[] }[] {
  const kinds = new Map<string, string[]>();
  for (const use of usedBy) kinds.set(use.kind, [...(kinds.get(use.kind) ?? []), use.name]);
  return [...kinds].map(([kind, names]) => ({ kind, names }));
}

/** Where a material is used, as one chip a kind: 菜单 2. */
export function UseChips({ usedBy }: { usedBy: readonly UsedBy[] }) {
  const texts = useTexts('materials');
  if (usedBy.length === 0) return <span className={s.none}>{texts.materials.unused}</span>;
  return (
    <div className={s.chips}>
      {countKinds(usedBy).map(({ kind, names }) => (
        <span key={kind} title={names.join('\n')}>
          {kindWord(texts, kind)} <b className="num">{names.length}</b>
        </span>
      ))}
    </div>
  );
}
