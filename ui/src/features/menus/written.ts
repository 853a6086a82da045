import { ofItsKind } from '@/components/reply-editor/of-its-kind';
import type { Button, Menu } from './queries';

/** The menu as it is sent: without what was entered for an action that was left again, and what only the server says. */
export function written({ buttons, conditional }: Menu): Menu {
  return {
    buttons: buttons.map(writtenButton),
    conditional: conditional.map(({ id, name, tag_id, platform, buttons: inside }) => ({
      id,
      name,
      ...(tag_id && { tag_id }),
      ...(platform && { platform }),
      buttons: inside.map(writtenButton),
    })),
  };
}

function writtenButton(button: Button): Button {
  const { id, name, action, buttons } = button;
  if (buttons && buttons.length > 0) return { id, name, buttons: buttons.map(writtenButton) };
  if (!action) return { id, name };
  return { id, name, action, ...carried(button) };
}

function carried({ action, replies, url, appid, pagepath, waits, media_id, other }: Button): Partial<Button> {
  const address = url && { url };
  switch (action) {
    case 'send':
      return { replies: (replies ?? []).map(ofItsKind) };
    case 'scan':
      return { replies: (replies ?? []).map(ofItsKind), ...(waits && { waits }) };
    case 'page':
      return { ...address };
    case 'mini_program':
      return { ...address, ...(appid && { appid }), ...(pagepath && { pagepath }) };
    case 'article':
      return { ...(media_id && { media_id }) };
    case 'other':
      return { ...(other && { other }) };
    default:
      return {};
  }
}

/** Whether two menus would be saved alike. */
export function same(a: Menu, b: Menu): boolean {
  return JSON.stringify(written(a)) === JSON.stringify(written(b));
}
