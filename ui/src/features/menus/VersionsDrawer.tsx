import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Drawer, Skeleton } from 'antd';
import { useState } from 'react';
import { ErrorState } from '@/components/ErrorState';
import { useUndoToast } from '@/components/use-undo-toast';
import { dayAndClock } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import { type MenuVersion, useRestoreVersion, versionsQuery } from './queries';
import type { MenuEditor } from './use-menu-editor';
import { VersionButtons } from './VersionButtons';
import s from './VersionsDrawer.module.css';

type Props = { appId: string; open: boolean; may: boolean; editor: MenuEditor; onClose: () => void };

/** The menus that were live, newest first; each can be the draft again. */
export function VersionsDrawer({ appId, open, may, editor, onClose }: Props) {
  const { menus: t, actions } = useTexts('menus');
  const toast = useUndoToast();
  const [trail, setTrail] = useState<readonly string[]>([]);
  const page = useQuery({
    ...versionsQuery(appId, trail.at(-1) ?? ''),
    enabled: open,
    placeholderData: keepPreviousData,
  });
  const restoring = useRestoreVersion(appId);
  const restore = async (version: MenuVersion) => {
    if (!(await editor.save())) return;
    const had = editor.menu;
    try {
      editor.take(await restoring.mutateAsync(version.id));
    } catch {
      return; // told in the drawer
    }
    onClose();
    toast({ text: t.restored({ at: dayAndClock(version.at) }), undo: () => editor.change(had) });
  };
  const next = page.data?.next_cursor;
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={560}
      title={t.versions}
      aria-label={t.versions}
      closable={{ 'aria-label': actions.close }}
      destroyOnHidden
    >
      {restoring.error ? <ErrorState inline error={restoring.error} /> : null}
      {page.error ? (
        <ErrorState what={t.versions} error={page.error} onRetry={() => void page.refetch()} />
      ) : !page.data ? (
        <Skeleton active title={false} paragraph={{ rows: 8 }} />
      ) : page.data.items.length === 0 ? (
        <p className={s.none}>{t.noVersions}</p>
      ) : (
        <>
          <p className={s.lead}>{t.versionsLead}</p>
          <ol className={s.versions}>
            {page.data.items.map((version) => (
              <li key={version.id} className={s.version}>
                <header>
                  <b className={`${s.at} num`}>{dayAndClock(version.at)}</b>
                  <span>{t.source[version.source]({ by: version.by })}</span>
                  {version.live && version.source !== 'remove' ? <em>{t.isLive}</em> : null}
                  {may && version.source !== 'remove' ? (
                    <Button
                      size="small"
                      loading={restoring.isPending && restoring.variables === version.id}
                      disabled={restoring.isPending}
                      onClick={() => void restore(version)}
                    >
                      {t.restore}
                    </Button>
                  ) : null}
                </header>
                {version.source === 'remove' ? null : (
                  <VersionButtons buttons={version.menu.buttons} conditional={version.menu.conditional.length} />
                )}
              </li>
            ))}
          </ol>
          {trail.length > 0 || next ? (
            <footer className={s.pages}>
              <Button size="small" disabled={trail.length === 0} onClick={() => setTrail(trail.slice(0, -1))}>
                {t.newer}
              </Button>
              <Button size="small" disabled={!next} onClick={() => next && setTrail([...trail, next])}>
                {t.older}
              </Button>
            </footer>
          ) : null}
        </>
      )}
    </Drawer>
  );
}
