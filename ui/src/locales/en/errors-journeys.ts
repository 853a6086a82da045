import type { journeyErrors as zh } from '../zh-CN/errors-journeys';

export const journeyErrors: typeof zh = {
  'journey.unknown': () => ({ title: 'There is no such journey', cure: 'It may have been deleted. See the list.' }),
  'journey.version_unknown': () => ({ title: 'There is no such version', cure: 'Reload the page to see it as it is.' }),
  'journey.name': (p) => ({ title: 'That is no name for a journey', cure: `Write 1 to ${p.max ?? '60'} characters.` }),
  'journey.template_unknown': () => ({
    title: 'There is no such template',
    cure: 'Choose one of the list, or begin with an empty journey.',
  }),
  'journey.steps_many': (p) => ({
    title: 'There are too many steps',
    cure: `A journey has at most ${p.max ?? '200'}. Remove some, or make two journeys of it.`,
  }),
  'journey.step_id': () => ({ title: 'An id is there twice, or is none', cure: 'Remove the step and add it anew.' }),
  'journey.step_kind': () => ({ title: 'A step is of no known kind', cure: 'Remove it and add it anew.' }),
  'journey.exits_many': (p) => ({
    title: 'A step has too many exits',
    cure: `It has at most ${p.max ?? '11'}.`,
  }),
  'journey.text': (p) => ({
    title: 'A text is too long, or more than a line',
    cure: `Write at most ${p.max ?? '200'} characters.`,
  }),
  'journey.running': () => ({
    title: 'A journey that runs or is paused cannot be deleted',
    cure: 'Stop it first, then delete it.',
  }),
  'journey.state': () => ({
    title: 'This cannot be done to the journey now',
    cure: 'Reload the page to see its state.',
  }),
  'journey.problems': (p) => ({
    title: `The journey cannot start: ${p.count ?? 'some'} open ${p.count === '1' ? 'problem' : 'problems'}`,
    cure: 'Mend what is listed, one by one, then start it.',
  }),
  'journey.never_started': () => ({
    title: 'This journey was never started',
    cure: 'There is no version to go back to.',
  }),
  'journey.not_running': () => ({ title: 'The journey does not run', cure: 'Start it first, then let people enter.' }),
  'journey.trigger': () => ({
    title: 'This journey is not begun by an API call',
    cure: 'Make the API call its trigger, or try the journey.',
  }),
  'enrollment.unknown': () => ({
    title: 'There is no such record',
    cure: 'The contact may have unfollowed; then it is erased.',
  }),
  'enrollment.inside': () => ({
    title: 'The contact is in the journey already',
    cure: 'Wait until this round ends.',
  }),
  'enrollment.reentry': () => ({
    title: 'The contact may not enter again yet',
    cure: 'Wait for what the rule says, or change the rule.',
  }),
};
