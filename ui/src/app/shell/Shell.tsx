import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Sheet } from '@/components/Sheet';
import { useKeys } from '@/lib/keyboard';
import { useTexts } from '@/locales/context';
import { GoTo } from './GoTo';
import { KeyList } from './KeyList';
import s from './Shell.module.css';
import { Sidebar } from './Sidebar';

/** The frame of every screen behind the sign-in: side bar, the white sheet, the command bar and the list of keys. */
export function Shell() {
  const t = useTexts();
  const [open, setOpen] = useState<'goTo' | 'keys'>();
  useKeys({ 'mod+k': () => setOpen((now) => (now === 'goTo' ? undefined : 'goTo')), '?': () => setOpen('keys') });
  useSheetTop();
  return (
    <div className={s.shell}>
      <a className={s.skip} href="#main">
        {t.skip}
      </a>
      <Sidebar onGoTo={() => setOpen('goTo')} onKeys={() => setOpen('keys')} />
      <Sheet>
        <Outlet />
      </Sheet>
      <GoTo open={open === 'goTo'} onClose={() => setOpen(undefined)} onKeys={() => setOpen('keys')} />
      <KeyList open={open === 'keys'} onClose={() => setOpen(undefined)} />
    </div>
  );
}

/** Another page begins at its top: the sheet scrolls, not the window, so the browser does not see to it. */
function useSheetTop() {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== path) document.getElementById('main')?.scrollTo({ top: 0 });
    before.current = path;
  }, [path]);
}
