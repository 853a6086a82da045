import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Sheet } from '@/components/Sheet';
import { useKeys } from '@/lib/keyboard';
import { useTexts } from '@/locales/context';
import s from './Shell.module.css';
import { Sidebar } from './Sidebar';

const loadGoTo = () => import('./GoTo').then((m) => ({ default: m.GoTo }));
const GoTo = lazy(loadGoTo);
const KeyList = lazy(() => import('./KeyList').then((m) => ({ default: m.KeyList })));

type Overlay = 'goTo' | 'keys';

/** The frame of every screen behind the sign-in: side bar, the white sheet, the command bar and the list of keys. */
export function Shell() {
  const t = useTexts();
  const [open, setOpen] = useState<Overlay>();
  // Once opened an overlay stays mounted: only then does the focus return to where it was.
  const [used, setUsed] = useState<ReadonlySet<Overlay>>(new Set());
  const show = (overlay: Overlay) => {
    setUsed((before) => new Set(before).add(overlay));
    setOpen((now) => (now === overlay ? undefined : overlay));
  };
  const close = () => setOpen(undefined);
  useKeys({ 'mod+k': () => show('goTo'), '?': () => show('keys') });
  useSheetTop();
  // Fetched while nothing else is going on: what is typed right after Ctrl K must find the field.
  useEffect(() => {
    const timer = setTimeout(() => void loadGoTo(), 1500);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={s.shell}>
      <a className={s.skip} href="#main">
        {t.skip}
      </a>
      <Sidebar onGoTo={() => show('goTo')} onKeys={() => show('keys')} />
      <Sheet>
        <Outlet />
      </Sheet>
      <Suspense fallback={null}>
        {used.has('goTo') ? <GoTo open={open === 'goTo'} onClose={close} onKeys={() => show('keys')} /> : null}
        {used.has('keys') ? <KeyList open={open === 'keys'} onClose={close} /> : null}
      </Suspense>
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
