import type { Contact, Tag } from '@/api/client';
import { shortOpenId } from '@/lib/openid';
import type { Texts } from '@/locales/texts';

/** What a contact is called: the remark, else the beginning and end of the openid. WeChat tells no names. */
export function contactName(contact: Pick<Contact, 'remark' | 'openid'>): string {
  return contact.remark || shortOpenId(contact.openid);
}

/** How a contact came, in words; '' where WeChat did not tell. */
export function sourceWords(texts: Texts<'contacts'>, scene: string | undefined): string {
  return scene ? (texts.contacts.sources[scene] ?? scene) : '';
}

/** The name of a tag; its number where it is not known. */
export function tagName(texts: Texts<'contacts'>, tags: readonly Tag[] | undefined, id: number): string {
  return tags?.find((tag) => tag.id === id)?.name ?? texts.contacts.filter.unknownTag({ id });
}

/** Whether a contact follows, where it is not known since when. */
export function followWords(texts: Texts<'contacts'>, contact: Pick<Contact, 'followed' | 'detailed_at'>): string {
  if (!contact.followed) return texts.contacts.notFollowing;
  return contact.detailed_at ? texts.contacts.filter.following : texts.contacts.notRead;
}
