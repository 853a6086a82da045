import type { sortable as zh } from '../zh-CN/sortable';

type Step = { name: string; at: number; of: number };

export const sortable: typeof zh = {
  role: 'sortable item',
  how: 'Press Space to take it, the up and down arrows to move it, Space to put it down, Esc to cancel.',
  handle: (p: { name: string }) => `Move “${p.name}”`,
  title: 'Drag to sort, or press Space and use the arrows',
  taken: (p: Step) => `Took “${p.name}”, number ${p.at} of ${p.of}.`,
  over: (p: Step) => `“${p.name}” is at number ${p.at} of ${p.of}.`,
  put: (p: Step) => `“${p.name}” was put at number ${p.at} of ${p.of}.`,
  cancelled: (p: { name: string }) => `“${p.name}” stays where it was.`,
};
