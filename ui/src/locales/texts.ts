import { recall } from '@/lib/remembered';
import { common } from './zh-CN/common';

/**
 * The texts of the console, in parts. `common` is the shell's and the shared components' and is always there; every
 * other part belongs to one feature (or to one large shared component) and loads with the screens that use it.
 *
 * A new feature `qrcodes` adds its texts in three steps:
 *
 * 1. `zh-CN/qrcodes.ts` exports the plain object `qrcodes`: strings, and functions for texts with values.
 *    `en/qrcodes.ts` exports the same, typed `typeof zh`: a key that is missing does not compile.
 * 2. Both are named in the tables below, under the name they export.
 * 3. Its route names it, `screen(() => import('@/features/qrcodes/QRCodeList'), 'QRCodeList', 'qrcodes')`, so that screen and
 *    texts arrive together; its components read `useTexts('qrcodes').qrcodes`, its functions take `Texts<'qrcodes'>`.
 *
 * The words of error codes are the part `errors`, which every screen brings with it: add a code's words there.
 */
const chinese = {
  accounts: () => import('./zh-CN/accounts'),
  activity: () => import('./zh-CN/activity'),
  audit: () => import('./zh-CN/audit'),
  contacts: () => import('./zh-CN/contacts'),
  conversations: () => import('./zh-CN/conversations'),
  errors: () => import('./zh-CN/errors'),
  journeys: () => import('./zh-CN/journeys'),
  massSends: () => import('./zh-CN/mass-sends'),
  materials: () => import('./zh-CN/materials'),
  menus: () => import('./zh-CN/menus'),
  operators: () => import('./zh-CN/operators'),
  overview: () => import('./zh-CN/overview'),
  picker: () => import('./zh-CN/picker'),
  qrcodes: () => import('./zh-CN/qrcodes'),
  quotas: () => import('./zh-CN/quotas'),
  replies: () => import('./zh-CN/replies'),
  replyRules: () => import('./zh-CN/reply-rules'),
  session: () => import('./zh-CN/session'),
  settings: () => import('./zh-CN/settings'),
  sortable: () => import('./zh-CN/sortable'),
  syncs: () => import('./zh-CN/syncs'),
  tags: () => import('./zh-CN/tags'),
  tokens: () => import('./zh-CN/tokens'),
};

const english: { [P in Part]: () => Promise<Record<P, Parts[P]>> } = {
  accounts: () => import('./en/accounts'),
  activity: () => import('./en/activity'),
  audit: () => import('./en/audit'),
  contacts: () => import('./en/contacts'),
  conversations: () => import('./en/conversations'),
  errors: () => import('./en/errors'),
  journeys: () => import('./en/journeys'),
  massSends: () => import('./en/mass-sends'),
  materials: () => import('./en/materials'),
  menus: () => import('./en/menus'),
  operators: () => import('./en/operators'),
  overview: () => import('./en/overview'),
  picker: () => import('./en/picker'),
  qrcodes: () => import('./en/qrcodes'),
  quotas: () => import('./en/quotas'),
  replies: () => import('./en/replies'),
  replyRules: () => import('./en/reply-rules'),
  session: () => import('./en/session'),
  settings: () => import('./en/settings'),
  sortable: () => import('./en/sortable'),
  syncs: () => import('./en/syncs'),
  tags: () => import('./en/tags'),
  tokens: () => import('./en/tokens'),
};

/** A part of the texts that loads by itself. */
export type Part = keyof typeof chinese;
type Parts = {
  [P in Part]: Awaited<ReturnType<(typeof chinese)[P]>> extends Record<P, infer T> ? T : never;
};

/** The names of all parts. */
export const parts = Object.keys(chinese) as Part[];

/** The common texts and whichever parts have come; those of `P` have come for certain. */
export type Texts<P extends Part = never> = typeof common & Partial<Parts> & Pick<Parts, P>;

/** The languages of the console. */
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

/** The language this browser has chosen. */
export function chosenLanguage(): Language {
  return recall('language') === 'en' ? 'en' : 'zh-CN';
}

/** The common texts in Chinese, which need no loading; parts are added to it as they come. */
export const zhCN: Texts = { ...common };
const asked = new Set<Part>();
let englishCommon: Promise<Texts> | undefined;

function commonTexts(language: Language): Texts | Promise<Texts> {
  if (language === 'zh-CN') return zhCN;
  englishCommon ??= import('./en/common').then(({ common }) => ({ ...common }));
  return englishCommon;
}

/**
 * Loads the common texts of a language and the named parts, each once. A language has one object, which only ever
 * grows: whoever holds it sees the parts that come later.
 */
export async function loadTexts<P extends Part = never>(language: Language, ...wanted: P[]): Promise<Texts<P>> {
  for (const part of wanted) asked.add(part);
  const tables = language === 'en' ? english : chinese;
  const [texts, ...loaded] = await Promise.all([
    commonTexts(language),
    ...wanted.map(async (part) => ({ [part]: ((await tables[part]()) as Record<P, unknown>)[part] })),
  ]);
  return Object.assign(texts, ...loaded);
}

/** Loads in a language every part that was asked for so far in any: a switch of language leaves no screen without. */
export function loadTextsInUse(language: Language): Promise<Texts> {
  return loadTexts(language, ...asked);
}
