import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { type Audience, type Composed, type MassSend, useChange, useCheck, useCreate } from './queries';

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

  const choose = async (change: Composed) => {
    if (send) {
      await changing.mutateAsync({ send, change });
      await checking.mutateAsync(send.id);
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
      await checking.mutateAsync(made.id);
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
    onSlot: (at: string | undefined) =>
      void navigate({ search: ({ at: _, ...now }) => (at ? { ...now, at } : now), replace: true }),
    /** Tells whether all went well, and never rejects: what went wrong is `error`. */
    choose: (change: Composed) =>
      choose(change).then(
        () => true,
        () => false,
      ),
    check: () => send && checking.mutate(send.id),
    saving: creating.isPending || changing.isPending,
    checking: checking.isPending,
    error: creating.error ?? changing.error ?? checking.error,
  };
}

/** What {@link useComposer} gives. */
export type ComposerState = ReturnType<typeof useComposer>;
