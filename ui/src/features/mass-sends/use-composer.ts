import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { type Audience, type Composed, type MassSend, useChange, useCheck, useCreate } from './queries';
import { atOf, slotProblem } from './slots';

/** The Beijing day of a slot; none for at once. */
const dayOf = (slot: string | undefined) => slot?.slice(0, 10);

const route = getRouteApi('/shell/accounts/$appId/mass-sends/$id');

/**
 * The send in the composer. What is chosen is saved at once and then checked; a new one is saved once it has material
 * and audience, and keeps its material in the address until then.
 */
export function useComposer(appId: string, send: MassSend | undefined) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const creating = useCreate(appId);
  const changing = useChange(appId);
  const checking = useCheck(appId);
  // Of a new one, what it still lacks is waited for.
  const [audience, setAudience] = useState<Audience>();
  const [ignoreReprint, setIgnoreReprint] = useState(false);
  const mediaId = send?.media_id ?? search.material;

  const check = (id: string, slot = search.at) => checking.mutateAsync({ id, at: atOf(slot) });
  const choose = async (change: Composed) => {
    if (send) {
      await changing.mutateAsync({ send, change });
      await check(send.id);
      return;
    }
    const whole = { media_id: mediaId, audience, ignore_reprint: ignoreReprint, ...change };
    setAudience(whole.audience);
    setIgnoreReprint(whole.ignore_reprint);
    if (whole.media_id && whole.audience) {
      const made = await creating.mutateAsync({ ...whole, media_id: whole.media_id, audience: whole.audience });
      void navigate({
        params: { appId, id: made.id },
        search: ({ at }) => (at ? { at } : {}),
        replace: true,
      });
      await check(made.id);
      return;
    }
    if (whole.media_id !== mediaId) {
      void navigate({ search: (now) => ({ ...now, material: whole.media_id }), replace: true });
    }
  };
  return {
    mediaId,
    audience: send?.audience ?? audience,
    ignoreReprint: send?.ignore_reprint ?? ignoreReprint,
    slot: search.at,
    onSlot: (at: string | undefined) => {
      void navigate({ search: ({ at: _, ...now }) => (at ? { ...now, at } : now), replace: true });
      // Another day has another quota. Without a time it is this one.
      const late = at && slotProblem(at, Date.now());
      if (send && !late && dayOf(at) !== dayOf(search.at)) checking.mutate({ id: send.id, at: atOf(at) });
    },
    /** Tells whether all went well, and never rejects: what went wrong is `error`. */
    choose: (change: Composed) =>
      choose(change).then(
        () => true,
        () => false,
      ),
    check: () => send && void check(send.id).catch(() => undefined),
    saving: creating.isPending || changing.isPending,
    checking: checking.isPending,
    error: creating.error ?? changing.error ?? checking.error,
  };
}

/** What {@link useComposer} gives. */
export type ComposerState = ReturnType<typeof useComposer>;
