import { Users } from 'lucide-react';
import { JobBanner } from '@/components/JobBanner';
import { SyncBanner } from '@/components/syncs/SyncBanner';
import { dayAndClock } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import type { useFollowerSync } from './use-sync';

type Props = { sync: ReturnType<typeof useFollowerSync>; onSync: () => void };

/** The sync that is under way or ended lately; else, quietly, how fresh the followers are. */
export function SyncPlace({ sync, onSync }: Props) {
  const { syncs: t } = useTexts('syncs');
  if (sync.run && sync.told) return <SyncBanner run={sync.run} onRead={sync.read} onFull={onSync} />;
  const title = sync.lastAt ? t.followersAt({ at: dayAndClock(sync.lastAt) }) : t.followersNever;
  return <JobBanner tone="quiet" icon={Users} title={title} />;
}
