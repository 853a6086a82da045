import type { Material, UsedBy } from '@/api/client';
import { ApiError } from '@/api/errors';

/** One that was not removed because something uses it. */
export type Refused = { material: Material; usedBy: UsedBy[] };

export type Outcome = { removed: Material[]; refused: Refused[]; failed: { material: Material; error: unknown }[] };

/** How many removals are under way at once. */
const atOnce = 4;

/**
 * Removes the materials one by one, a few at a time, and sorts them by what came of it. One that fails stops none of
 * the others.
 */
export async function removeEach(
  materials: readonly Material[],
  remove: (mediaId: string) => Promise<unknown>,
): Promise<Outcome> {
  const outcome: Outcome = { removed: [], refused: [], failed: [] };
  const queue = [...materials];
  const work = async () => {
    for (let material = queue.shift(); material; material = queue.shift()) {
      try {
        await remove(material.media_id);
        outcome.removed.push(material);
      } catch (error) {
        if (isInUse(error)) outcome.refused.push({ material, usedBy: usesOf(error, material) });
        else if (isMissing(error)) outcome.removed.push(material);
        else outcome.failed.push({ material, error });
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcome;
}

function isInUse(error: unknown): error is ApiError {
  return error instanceof ApiError && error.failure.status === 409;
}

/** Somebody else removed it meanwhile. */
function isMissing(error: unknown): boolean {
  return error instanceof ApiError && error.failure.status === 404;
}

/** The uses that the refusal names, else those the list knew of. */
function usesOf(error: ApiError, material: Material): UsedBy[] {
  const related = error.failure.related;
  const named = Array.isArray(related) ? related.filter(isUse) : [];
  return named.length > 0 ? named : material.used_by;
}

function isUse(value: unknown): value is UsedBy {
  return typeof value === 'object' && value !== null && 'kind' in value && 'name' in value;
}
