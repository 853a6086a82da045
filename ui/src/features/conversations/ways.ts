import type { Conversation } from '@/components/reply-editor/queries';

/** The most conversations that may follow one another; the server refuses more. */
export const maxDepth = 5;

/** Why a place in the map goes no further: it leads back, too deep, to something deleted, or was drawn above. */
export type Mark = 'loop' | 'deep' | 'gone' | 'again';

/** A conversation at its place in the map, with the option that leads there. */
export type Stop = {
  id: string;
  name: string;
  by?: string;
  mark?: Mark;
  /** Whether a follower can get here: nothing that is on leads to it or to what comes before it otherwise. */
  reached: boolean;
  next: Stop[];
};

type Lead = { label: string; to: string; name: string };

/** The options that begin another conversation. */
export function leads(conversation: Conversation): Lead[] {
  return conversation.options.flatMap(({ label, reply }) =>
    reply.kind === 'conversation' && reply.conversation_id
      ? [{ label, to: reply.conversation_id, name: reply.label ?? '' }]
      : [],
  );
}

/** The conversations that followers can get to: begun by something that is on, or led to by one that is reached. */
export function reached(all: readonly Conversation[]): Set<string> {
  const byId = new Map(all.map((c) => [c.id, c]));
  const found = new Set<string>();
  const reach = (id: string) => {
    const conversation = byId.get(id);
    if (!conversation || found.has(id)) return;
    found.add(id);
    for (const lead of leads(conversation)) reach(lead.to);
  };
  for (const c of all) {
    if (starters(c).some((use) => use.active)) reach(c.id);
  }
  return found;
}

/** What begins the conversation, apart from other conversations. */
export function starters(conversation: Conversation): Conversation['used_by'] {
  return conversation.used_by.filter((use) => use.kind !== 'conversation');
}

/** All conversations as trees: those nothing leads to at the roots, below each where its options lead. */
export function mapOf(all: readonly Conversation[]): Stop[] {
  const byId = new Map(all.map((c) => [c.id, c]));
  const led = new Set(all.flatMap((c) => leads(c).map((lead) => lead.to)));
  const reachable = reached(all);
  const drawn = new Set<string>();

  const stop = (id: string, name: string, by: string | undefined, way: readonly string[]): Stop => {
    const conversation = byId.get(id);
    const at: Stop = {
      id,
      name: conversation?.name ?? name,
      ...(by !== undefined && { by }),
      reached: reachable.has(id),
      next: [],
    };
    if (!conversation) return { ...at, mark: 'gone' };
    if (way.includes(id)) return { ...at, mark: 'loop' };
    const ways = leads(conversation);
    if (drawn.has(id)) return ways.length > 0 ? { ...at, mark: 'again' } : at;
    drawn.add(id);
    const next = ways.map((lead) => stop(lead.to, lead.name, lead.label, [...way, id]));
    return { ...at, ...(way.length >= maxDepth && { mark: 'deep' as const }), next };
  };

  const roots = all.filter((c) => !led.has(c.id)).map((c) => stop(c.id, c.name, undefined, []));
  // What is led to by a loop alone has no root of its own.
  for (const c of all) if (!drawn.has(c.id)) roots.push(stop(c.id, c.name, undefined, []));
  return roots;
}
