import type { Tag } from '@/api/client';
import type { Texts } from '@/locales/texts';
import { sourceWords, tagName } from './names';
import { type ContactSearch, dayChoices } from './search';
import type { CodeChoice } from './use-codes';

/** The kinds of conditions, in the order in which the sentence names them. */
export const conditionKinds = ['state', 'tag', 'followed', 'seen', 'source', 'code'] as const;
export type ConditionKind = (typeof conditionKinds)[number];

/** One condition of the sentence, such as 关注于 最近 30 天. */
export type Condition = {
  key: string;
  kind: ConditionKind;
  value: string;
  /** The search without it. */
  without: Partial<ContactSearch>;
};

/** What can be chosen for a kind of condition. */
export type Choice = { key: string; label: string; hint?: string; change: Partial<ContactSearch>; checked: boolean };

type Known = {
  texts: Texts<'contacts'>;
  tags: readonly Tag[] | undefined;
  /** The code that the address names, where there is one here. */
  code: CodeChoice | undefined;
};

/** The conditions that the address names, in words. Dates are one condition that has fields of its own. */
export function conditionsOf(search: ContactSearch, { texts, tags, code }: Known): Condition[] {
  const t = texts.contacts.filter;
  const found: Condition[] = [];
  if (search.state) {
    const value = search.state === 'following' ? t.following : t.notFollowing;
    found.push({ key: 'state', kind: 'state', value, without: { state: undefined } });
  }
  for (const id of search.tags ?? []) {
    const rest = search.tags?.filter((other) => other !== id);
    found.push({ key: `tag ${id}`, kind: 'tag', value: tagName(texts, tags, id), without: { tags: rest } });
  }
  if (search.followed) {
    found.push({
      key: 'followed',
      kind: 'followed',
      value: t.days({ n: search.followed }),
      without: { followed: undefined },
    });
  } else if (search.from || search.until) {
    found.push({ key: 'followed', kind: 'followed', value: t.range, without: { from: undefined, until: undefined } });
  }
  if (search.seen) {
    found.push({ key: 'seen', kind: 'seen', value: t.days({ n: search.seen }), without: { seen: undefined } });
  }
  if (search.source) {
    const value = sourceWords(texts, search.source);
    found.push({ key: 'source', kind: 'source', value, without: { source: undefined } });
  }
  if (search.code) {
    const value = code?.name ?? search.code;
    found.push({ key: 'code', kind: 'code', value, without: { code: undefined } });
  }
  return found;
}

/** The choices for a kind. `replaces` is the tag that another one takes the place of. `today` is the Beijing day. */
export function choicesFor(
  kind: ConditionKind,
  search: ContactSearch,
  known: Omit<Known, 'code'> & { today: string; codes: readonly CodeChoice[] },
  replaces?: number,
): Choice[] {
  const { texts, tags = [], codes, today } = known;
  const t = texts.contacts.filter;
  switch (kind) {
    case 'state':
      return (['following', 'not'] as const).map((state) => ({
        key: state,
        label: state === 'following' ? t.following : t.notFollowing,
        change: { state },
        checked: search.state === state,
      }));
    case 'tag': {
      const kept = (search.tags ?? []).filter((id) => id !== replaces);
      return tags
        .filter((tag) => !kept.includes(tag.id))
        .map((tag) => ({
          key: String(tag.id),
          label: tag.name,
          change: { tags: [...kept, tag.id] },
          checked: tag.id === replaces,
        }));
    }
    case 'followed':
      return [
        ...dayChoices.map((n) => ({
          key: String(n),
          label: t.days({ n }),
          change: { followed: n, from: undefined, until: undefined },
          checked: search.followed === n,
        })),
        {
          key: 'range',
          label: t.range,
          change: { followed: undefined, from: search.from ?? `${today.slice(0, 8)}01`, until: search.until ?? today },
          checked: Boolean(search.from || search.until),
        },
      ];
    case 'seen':
      return dayChoices.map((n) => ({
        key: String(n),
        label: t.days({ n }),
        change: { seen: n },
        checked: search.seen === n,
      }));
    case 'source':
      return Object.entries(texts.contacts.sources).map(([scene, label]) => ({
        key: scene,
        label,
        change: { source: scene },
        checked: search.source === scene,
      }));
    case 'code':
      return codes.map(({ scene, name, place }) => ({
        key: scene,
        label: name,
        hint: place,
        change: { code: scene },
        checked: search.code === scene,
      }));
  }
}
