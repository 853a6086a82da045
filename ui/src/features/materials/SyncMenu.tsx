import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { ChevronDown, CloudDownload, History, ListRestart, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { SyncRun } from '@/api/client';
import { useMay } from '@/api/session';
import { Menu, type MenuItem } from '@/components/Menu';
import { isActive } from '@/components/syncs/sync-model';
import { dayAndClock } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import { overviewQuery } from './overview-query';

type Props = {
  appId: string;
  run: SyncRun | undefined;
  onIncremental: () => void;
  onFull: () => void;
  onRuns: () => void;
};

/** The ways to read the history: what is new (the usual one), all of it, and what was done before. */
export function SyncMenu({ appId, run, onIncremental, onFull, onRuns }: Props) {
  const texts = useTexts('materials', 'syncs');
  const { syncs: t } = texts;
  const may = useMay('operator');
  const { data: overview } = useQuery(overviewQuery(appId));
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);

  const busy = run !== undefined && isActive(run);
  const lastFull = overview?.last_full;
  const last = latest(lastFull, overview?.last_incremental);
  const first = overview !== undefined && !last;
  const why = may ? (busy ? t.already : undefined) : t.viewerOnly;
  const items: MenuItem[] = [
    {
      key: 'incremental',
      icon: RefreshCw,
      label: t.incremental,
      disabled: why !== undefined || first,
      hint:
        why ??
        (first ? t.firstFull : <Hint text={t.incrementalHint} at={last && t.lastDone({ at: dayAndClock(last) })} />),
      onSelect: onIncremental,
    },
    {
      key: 'full',
      icon: ListRestart,
      label: t.full,
      disabled: why !== undefined,
      hint: why ?? (
        <Hint text={t.fullHint} at={overview && (lastFull ? t.lastDone({ at: dayAndClock(lastFull) }) : t.never)} />
      ),
      onSelect: onFull,
    },
    { key: 'runs', icon: History, label: t.runs, divided: true, onSelect: onRuns },
  ];
  return (
    <>
      <Button
        type="primary"
        icon={<CloudDownload size={16} strokeWidth={1.75} aria-hidden="true" />}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(anchor ? null : event.currentTarget)}
      >
        {t.menu}
        <ChevronDown size={15} aria-hidden="true" />
      </Button>
      <Menu label={t.menu} items={items} anchor={anchor} onClose={() => setAnchor(null)} end />
    </>
  );
}

function Hint({ text, at }: { text: string; at: string | undefined | null }) {
  return (
    <>
      {text}
      {at ? (
        <>
          <br />
          {at}
        </>
      ) : null}
    </>
  );
}

/** The later of two times that may not have come. */
function latest(a: string | null | undefined, b: string | null | undefined): string | undefined {
  if (!a || !b) return a ?? b ?? undefined;
  return Date.parse(a) > Date.parse(b) ? a : b;
}
