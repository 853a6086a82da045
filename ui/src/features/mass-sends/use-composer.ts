import { getRouteApi } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { type Audience, type Composed, type MassSend, useChange, useCheck, useCreate } from './queries';
import { atOf, slotOf, slotProblem } from './slots';

const route = getRouteApi('/shell/accounts/$appId/mass-sends/$id');

/**
 * The send in the composer. What is chosen is saved at once and then checked; a new one is saved once it has material
 * and audience, and keeps its material and time in the address until then.
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
  // What was looked at last: of a tag or a list one is still to be named.
  const [kind, setKind] = useState<Audience['kind']>(send?.audience.kind ?? 'tag');
  // The time that was chosen and is not saved yet.
  const [chosen, setChosen] = useState<{ slot: string | undefined }>();
  const last = useRef(chosen);
  const mediaId = send?.media_id ?? search.material;
  const planned = send?.scheduled_at ? slotOf(send.scheduled_at) : undefined;
  const slot = chosen ? chosen.slot : send ? planned : search.at;

  const check = (id: string) => checking.mutateAsync(id);
  const choose = async (change: Composed) => {
    if (send) {
      await changing.mutateAsync({ id: send.id, change });
      await check(send.id);
      return;
    }
    const whole = { media_id: mediaId, audience, ignore_reprint: ignoreReprint, ...change };
    setAudience(whole.audience);
    setIgnoreReprint(whole.ignore_reprint);
    if (whole.media_id && whole.audience) {
      const made = await creating.mutateAsync({
        media_id: whole.media_id,
        audience: whole.audience,
        ignore_reprint: whole.ignore_reprint,
        ...(search.at && slotProblem(search.at, 0) !== 'step' && { scheduled_at: atOf(search.at) }),
      });
      void navigate({ params: { appId, id: made.id }, search: {}, replace: true });
      await check(made.id);
      return;
    }
    if (whole.media_id !== mediaId) {
      void navigate({ search: (now) => ({ ...now, material: whole.media_id }), replace: true });
    }
  };
  const plan = async (of: MassSend, next: string | undefined) => {
    const now = { slot: next };
    last.current = now;
    setChosen(now);
    const kept = await changing.mutateAsync({ id: of.id, change: { scheduled_at: next ? atOf(next) : null } });
    if (last.current !== now) return; // another one was chosen meanwhile
    setChosen(undefined);
    if (concernsChecks(of, kept)) await check(of.id);
  };
  return {
    mediaId,
    audience: send?.audience ?? audience,
    kind,
    onKind: setKind,
    ignoreReprint: send?.ignore_reprint ?? ignoreReprint,
    slot,
    onSlot: (next: string | undefined) => {
      // What went wrong is `error`, and the time stays as it was chosen.
      if (send) void plan(send, next).catch(() => undefined);
      else void navigate({ search: ({ at: _, ...now }) => (next ? { ...now, at: next } : now), replace: true });
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

/** Whether another time changes what the checks found: another day has another quota, and a time may be past. */
function concernsChecks(before: MassSend, { scheduled_at: at, preflight }: MassSend): boolean {
  const dayOf = (time: string | null) => time && slotOf(time).slice(0, 10);
  const stopped = preflight?.checks.some(({ code, state }) => code === 'schedule' && state === 'stop');
  const wrong = at !== null && slotProblem(slotOf(at), Date.now()) !== undefined;
  return dayOf(before.scheduled_at) !== dayOf(at) || stopped !== wrong;
}

/** What {@link useComposer} gives. */
export type ComposerState = ReturnType<typeof useComposer>;
