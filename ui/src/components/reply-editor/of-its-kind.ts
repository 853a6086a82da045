import type { Reply } from './queries';

/** A reply without what was entered while another kind was tried, and without what only the server says of it. */
export function ofItsKind(reply: Reply): Reply {
  const { kind, text, picture_id, media_id, article, conversation_id, fallback } = reply;
  switch (kind) {
    case 'text':
      return { kind, ...(text !== undefined && { text }) };
    case 'picture':
      return { kind, ...(picture_id && { picture_id }) };
    case 'material':
      return { kind, ...(media_id && { media_id }), ...(article && { article }), ...(fallback && { fallback }) };
    case 'conversation':
      return { kind, ...(conversation_id && { conversation_id }) };
  }
}
