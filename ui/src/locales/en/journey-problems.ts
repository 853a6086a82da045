import type { journeyProblems as zh } from '../zh-CN/journey-problems';

const contents: Record<string, string> = {
  text: 'No text yet',
  picture: 'No picture chosen yet',
  material: 'No article chosen yet',
  conversation: 'No conversation chosen yet',
};
const materials: Record<string, string> = {
  source: 'Drafts cannot be used in journeys: publish it first, or take one of the history',
  several: 'Choose one with a single article',
  gone: 'It is gone at WeChat: choose another',
  deleted: 'It was removed here: choose another, or bring it back by a full sync',
  down: 'It was taken down at WeChat: choose another',
  no_link: 'It has no public link: choose another',
};

const words = (what: string, cure: string) => {
  const said = { what, cure };
  return () => said;
};

export const journeyProblems: typeof zh = {
  no_steps: words('There are no steps yet', 'Press “+” under the start to add the first.'),
  trigger_none: words('Nothing says who enters', 'Choose a way in, such as scanning or following.'),
  trigger_code_gone: words('A chosen QR code was deleted', 'Leave it out, or choose another.'),
  trigger_button_gone: words('A chosen menu button is gone', 'Leave it out, or choose another.'),
  trigger_text: words('The comparison of the text is wrong', 'Choose “exactly the same” or “contained”.'),
  trigger_tag_none: words('Nothing says who enters', 'Choose a tag.'),
  trigger_tag_gone: words('The chosen tag was deleted', 'Choose another tag.'),
  trigger_time: words('No time was chosen', 'Choose a time.'),
  trigger_past: words('The time has passed', 'Choose a later time.'),
  trigger_days: words('No day was chosen', 'Choose weekdays, or a day of the month.'),
  trigger_repeat: words('Nothing says when', 'Choose once, daily, weekly or monthly.'),
  quiet_hours: words('The quiet hours are wrong', 'They need a beginning and another end.'),
  reentry_days: words('The days for entering again are wrong', 'Enter 1 to 365.'),
  unreached: words('Nothing leads to this step', 'Lead to it from another, or delete it.'),
  loop: words('The loop has no wait', 'Add a wait to it, or it goes round for ever.'),
  unfollowed: words('Not possible after unfollowing', 'Tell another system instead, or delete it.'),
  send_empty: (p) => ({ what: contents[p.kind ?? ''] ?? 'No content yet', cure: 'Choose what is sent.' }),
  send_material: (p) => ({
    what: 'The article cannot be sent',
    cure: `${materials[p.reason ?? ''] ?? 'Choose another'}.`,
  }),
  send_picture: words('The picture is gone', 'Choose another picture.'),
  send_conversation: words('The conversation is gone', 'Choose another conversation.'),
  send_text: (p) => ({ what: 'The text is too long', cure: `At most ${p.max ?? 2048} bytes.` }),
  send_never: words('This cannot arrive', 'The settings say why; change the steps before it.'),
  send_doubtful: words('This may not arrive', 'Put it before the wait, or accept that some do not get it.'),
  tag_none: words('No tag was chosen', 'Choose a tag.'),
  tag_gone: words('The chosen tag was deleted', 'Choose another tag.'),
  webhook_url: words('The address is wrong', 'Enter a whole address that begins with https://.'),
  wait_none: words('Nothing says how long', 'Choose a way to wait.'),
  wait_seconds: words('The wait is too short or too long', 'From 1 minute to 366 days.'),
  wait_time: words('No time of day was chosen', 'Choose one.'),
  wait_date: words('No date was chosen', 'Choose one.'),
  wait_past: words('The date has passed', 'Whoever comes here goes on at once.'),
  wait_event: words('Nothing says what is waited for', 'Choose an event.'),
  wait_deadline: words('The longest wait is wrong', 'From 1 minute to 366 days.'),
  exits: words('The ways on are wrong', 'Undo the last change, or add the step anew.'),
  exit_gone: words('It leads to a step that is gone', 'Choose another under “After that”.'),
  branch_open: words('Nothing follows on this way', 'Add a step, or an end.'),
  branch_otherwise: words('The last way must have no condition', 'Delete the step and add it anew.'),
  condition_none: words('No condition was set', 'Choose what decides.'),
  condition_tag_none: words('The condition names no tag', 'Choose at least one.'),
  condition_tag_gone: words('A tag of the condition was deleted', 'Choose another tag.'),
  condition_value: words('The condition is not complete', 'Choose what is compared, and a value; counts are whole.'),
  condition_event: (p) => ({
    what: 'The event of the condition is not complete',
    cure: `Choose one, and 1 to ${p.max ?? 90} days.`,
  }),
};
