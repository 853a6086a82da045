import type { Problem } from '@/api/client';
import type { FailureWords } from '@/locales/failure-words';
import { failureWords } from '@/locales/failure-words';
import type { Texts } from '@/locales/texts';
import type { Menu } from './queries';

/** What a problem is about: a part of a menu, in it a button, and of that a field. */
export type Place = { menu: string | undefined; button: string | undefined; part: string };

/** The place that a problem's field stands for, such as `conditional.0.buttons.1.buttons.0.url`. */
export function placeOf(menu: Menu, field: string): Place {
  let rest = field.split('.');
  let { buttons } = menu;
  const place: Place = { menu: undefined, button: undefined, part: '' };
  if (rest[0] === 'conditional' && rest[1] !== undefined) {
    const conditional = menu.conditional[Number(rest[1])];
    place.menu = conditional?.id;
    buttons = conditional?.buttons ?? [];
    rest = rest.slice(2);
  }
  while (rest[0] === 'buttons' && rest[1] !== undefined) {
    const button = buttons[Number(rest[1])];
    place.button = button?.id;
    buttons = button?.buttons ?? [];
    rest = rest.slice(2);
  }
  place.part = rest.join('.');
  return place;
}

/** A problem with its place and its words. */
export type Told = Place & FailureWords;

/** The problems of a menu that is saved, each with its place and its words. */
export function tell(texts: Texts, menu: Menu, problems: readonly Problem[]): Told[] {
  return problems.map((problem) => ({
    ...placeOf(menu, problem.params?.field ?? ''),
    ...failureWords(texts, problem),
  }));
}
