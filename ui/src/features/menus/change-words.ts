import type { Tag } from '@/api/client';
import type { Difference } from '@/components/DiffList';
import type { Texts } from '@/locales/texts';
import type { MenuChange } from './queries';

type T = Texts<'menus'>['menus'];
type Deed = NonNullable<MenuChange['after']>;

/** The changes of a menu in words, in the server's order. */
export function changeWords(
  { menus: t }: Texts<'menus'>,
  changes: readonly MenuChange[],
  tags: readonly Tag[] = [],
): Difference[] {
  return changes.map((change, i) => ({ key: `${i}`, ...words(t, change, tags) }));
}

function words(t: T, change: MenuChange, tags: readonly Tag[]): Omit<Difference, 'key'> {
  const { kind, name = '', menu, from, to, before, after, buttons = 0 } = change;
  const within = menu ? `${menu} › ` : '';
  const button = `${within}${name || t.unnamed}`;
  switch (kind) {
    case 'added':
      return {
        tone: 'added',
        where: within + place(t, to),
        after: t.diff.added({ name: name || t.unnamed, what: contents(t, after, buttons) }),
      };
    case 'removed':
      return {
        tone: 'removed',
        where: within + place(t, from),
        after: t.diff.removed({ name: name || t.unnamed, n: buttons }),
      };
    case 'moved':
      return { tone: 'changed', where: button, before: place(t, from), after: place(t, to) };
    case 'renamed':
      return {
        tone: 'changed',
        where: within + t.diff.name,
        before: before?.words || t.unnamed,
        after: after?.words || t.unnamed,
      };
    case 'changed':
      return { tone: 'changed', where: button, before: deed(t, before), after: deed(t, after) };
    case 'menu_added':
      return { tone: 'added', where: menu ?? '', after: t.diff.menuAdded({ n: buttons }) };
    case 'menu_removed':
      return { tone: 'removed', where: menu ?? '', after: t.diff.menuRemoved({ n: buttons }) };
    case 'menu_moved':
      return {
        tone: 'changed',
        where: menu ?? '',
        before: t.diff.menuPlace({ at: from?.place ?? 0 }),
        after: t.diff.menuPlace({ at: to?.place ?? 0 }),
      };
    case 'menu_renamed':
      return { tone: 'changed', where: t.diff.menuName, before: before?.words ?? '', after: after?.words ?? '' };
    case 'menu_rule':
      return {
        tone: 'changed',
        where: menu ?? '',
        before: ruleWords(t, before, tags),
        after: ruleWords(t, after, tags),
      };
  }
}

function place(t: T, at: MenuChange['from']): string {
  if (!at) return '';
  return at.group === undefined ? t.diff.inRow({ at: at.place }) : t.diff.inGroup({ group: at.group, at: at.place });
}

function contents(t: T, after: Deed | undefined, buttons: number): string {
  return buttons > 0 ? t.diff.group({ n: buttons }) : deed(t, after);
}

/** What a button does: the action, and what it carries. */
function deed(t: T, what: Deed | undefined): string {
  const known = what?.action as keyof T['actions'] | '' | undefined;
  const action = t.actions[known || 'group'].name;
  return what?.words ? `${action} ${what.words}` : action;
}

/** For whom a conditional menu is: who have a tag, use a kind of phone, or both. */
export function ruleWords(
  t: T,
  rule: { tag_id?: number; platform?: string } | undefined,
  tags: readonly Tag[],
): string {
  const tag = rule?.tag_id ? (tags.find(({ id }) => id === rule.tag_id)?.name ?? t.unknownTag) : '';
  const phone = rule?.platform ? t.platforms[rule.platform as keyof T['platforms']] : '';
  return [tag, phone].filter(Boolean).join(' · ') || t.noRule;
}
