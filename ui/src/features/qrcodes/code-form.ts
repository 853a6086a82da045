import { ofItsKind } from '@/components/reply-editor/of-its-kind';
import type { Reply } from '@/components/reply-editor/queries';
import type { NewQRCode, QRCode, QRCodeChange } from './queries';

/** A code as the form holds it. */
export type CodeValues = {
  name: string;
  source: string;
  campaign: string;
  kind: QRCode['kind'];
  expire_days: number | null;
  renews: boolean;
  scene: string;
  replies: Reply[];
  tag_ids: number[];
};

/** What WeChat and the server allow. */
export const maxReplies = 3;
export const maxTags = 20;
export const maxDays = 30;

/** What the form begins with for a new code: nothing, or what another one does, made permanent. */
export function newValues(like?: QRCode): CodeValues {
  return {
    name: like?.name ?? '',
    source: like?.source ?? '',
    campaign: like?.campaign ?? '',
    kind: 'permanent',
    expire_days: maxDays,
    renews: true,
    scene: '',
    replies: like?.replies ?? [{ kind: 'text', text: '' }],
    tag_ids: like?.tag_ids ?? [],
  };
}

/** What the form begins with for a code that is there. */
export function formValues(code: QRCode): CodeValues {
  const { name, source, campaign, kind, renews, scene, replies, tag_ids } = code;
  return { name, source, campaign, kind, expire_days: maxDays, renews, scene, replies, tag_ids };
}

/** The form as the API takes a new code. */
export function written(values: CodeValues): NewQRCode {
  const { name, source, campaign, kind, expire_days, renews, tag_ids } = values;
  const scene = values.scene.trim();
  return {
    name,
    source,
    campaign,
    kind,
    ...(scene && { scene }),
    ...(kind === 'temporary' && { expire_days: expire_days ?? maxDays, renews }),
    replies: said(values.replies),
    tag_ids,
  };
}

/** The form as the API takes a change; `since` is when the code was changed last, left out to overwrite whatever is there. */
export function changed(values: CodeValues, since: string | undefined): QRCodeChange {
  const { name, source, campaign, kind, renews, tag_ids } = values;
  return {
    name,
    source,
    campaign,
    ...(kind === 'temporary' && { renews }),
    replies: said(values.replies),
    tag_ids,
    ...(since && { updated_at: since }),
  };
}

/** The replies with something in them: the one empty text that a form begins with is none. */
function said(replies: readonly Reply[]): Reply[] {
  const all = replies.map(ofItsKind);
  const [only] = all;
  return all.length === 1 && only?.kind === 'text' && !only.text?.trim() ? [] : all;
}
