import type { Reply } from './queries';

/** Which articles of one material a list of replies sends, and how many more replies it may have. */
export type Ticks = { articles: readonly number[]; room: number; onTick: (articles: number[]) => void };

/** Whether a reply is the first of the list that sends something of its material. */
export function firstOfMaterial(replies: readonly Reply[], at: number): boolean {
  const reply = replies[at];
  if (reply?.kind !== 'material' || !reply.media_id) return false;
  return replies.findIndex((other) => sends(other, reply.media_id)) === at;
}

/** The articles of a material that replies send, in the order of the replies. */
export function articlesOf(replies: readonly Reply[], mediaId: string): number[] {
  return replies.filter((reply) => sends(reply, mediaId)).map((reply) => reply.article ?? 0);
}

/** A reply, and the place in the list before that its card had; -1 for a new one. */
export type Placed = { reply: Reply; from: number };

/**
 * The replies, so that they send these articles of a material, each once. Those that go on being sent move up into the
 * places of the material, so that its first card stays; new ones follow in the order of its articles.
 */
export function withArticles(replies: readonly Reply[], mediaId: string, articles: readonly number[]): Placed[] {
  const mine = replies.filter((reply) => sends(reply, mediaId));
  const before = articlesOf(replies, mediaId);
  const { problem: _, ...like }: Reply = mine[0] ?? { kind: 'material', media_id: mediaId };
  const added = articles.filter((article) => !before.includes(article)).toSorted((a, b) => a - b);
  const wanted = [
    ...mine.filter((reply) => articles.includes(reply.article ?? 0)),
    ...added.map((article): Reply => ({ ...like, article })),
  ];
  const last = replies.findLastIndex((reply) => sends(reply, mediaId));
  return replies.flatMap((reply, from): Placed[] => {
    if (!sends(reply, mediaId)) return [{ reply, from }];
    const next = wanted.shift();
    const here = next ? [{ reply: next, from }] : [];
    return from === last ? [...here, ...wanted.map((more) => ({ reply: more, from: -1 }))] : here;
  });
}

function sends(reply: Reply, mediaId: string | undefined): boolean {
  return reply.kind === 'material' && reply.media_id === mediaId;
}
