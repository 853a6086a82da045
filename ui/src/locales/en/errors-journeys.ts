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
  'webhook.unknown': () => ({
    title: 'This post is no more',
    cure: 'Old ones are forgotten after a time. Reload the page.',
  }),
  'webhook.not_failed': () => ({
    title: 'It is being tried again, or was taken',
    cure: 'Wait for what becomes of it.',
  }),
  'webhook.address': () => ({
    title: 'The address is wrong',
    cure: 'Enter a whole address that begins with https:// in the step and publish; “Try again now” then posts there.',
  }),
  'webhook.private': () => ({
    title: 'The address is inside the network, so nothing was sent',
    cure: 'Use a public one, or have whoever runs tuwen set TUWEN_WEBHOOK_PRIVATE.',
  }),
  'webhook.no_answer': () => ({
    title: 'The other system did not answer',
    cure: 'See whether it runs, and whether address and certificate are right.',
  }),
  'webhook.refused': (p) => ({
    title: `The other system answered ${p.status ?? 'with an error'}`,
    cure: refusedCure(p.status),
  }),
};

function refusedCure(status = ''): string {
  if (status === '401' || status === '403') return 'It does not accept the signature. Check the secret of the step.';
  if (status === '404' || status === '410') return 'It has no such address. Check the one of the step.';
  if (status.startsWith('3')) return 'It has moved, and redirects are not followed. Enter the new address in the step.';
  if (status === '429') return 'It was asked too often. It is tried again; ask whoever runs it to allow more.';
  return `Ask whoever runs it: ${status.startsWith('5') ? 'it failed' : 'it does not accept this'}.`;
}
