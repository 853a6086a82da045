import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useRef } from 'react';
import type { Account } from '@/api/client';
import { type MenuState, useImportMenu } from '@/api/menu';
import { useMay } from '@/api/session';
import { EmptyState } from '@/components/EmptyState';
import { LeaveGuard } from '@/components/LeaveGuard';
import { PageHead } from '@/components/PageHead';
import { ageWords } from '@/components/Time';
import { useUndoToast } from '@/components/use-undo-toast';
import { useKeys } from '@/lib/keyboard';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import { able } from './able';
import { ButtonForm } from './ButtonForm';
import { withConditional, withoutConditional } from './conditional';
import s from './EditorPage.module.css';
import { HeadActions } from './HeadActions';
import { MenuPhone } from './MenuPhone';
import { buttonsOf, find } from './menu';
import { tell } from './problems';
import type { ConditionalMenu } from './queries';
import { Strips } from './Strips';
import type { MenuSearch } from './search';
import { useMenuEditor } from './use-menu-editor';

// What is not seen at once comes when it is wanted.
const ConditionalForm = lazy(async () => ({ default: (await import('./ConditionalForm')).ConditionalForm }));
const MenuChoice = lazy(async () => ({ default: (await import('./MenuChoice')).MenuChoice }));
const PublishDialog = lazy(async () => ({ default: (await import('./PublishDialog')).PublishDialog }));
const PutMaterial = lazy(async () => ({ default: (await import('./PutMaterial')).PutMaterial }));
const RemoveDialog = lazy(async () => ({ default: (await import('./RemoveDialog')).RemoveDialog }));
const VersionsDrawer = lazy(async () => ({ default: (await import('./VersionsDrawer')).VersionsDrawer }));

const route = getRouteApi('/shell/accounts/$appId/menu');

type Props = { account: Account; state: MenuState };

/** The editor of the menu: phone, the chosen button, what is not published yet. */
export function EditorPage({ account, state }: Props) {
  const texts = useTexts('menus');
  const { menus: t } = texts;
  const appId = account.app_id;
  const may = useMay('operator');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  // Once opened a panel stays mounted, so that the focus finds its way back.
  const opened = useRef(new Set<string>());
  if (search.panel) opened.current.add(search.panel);
  const wanted = search.menu;
  const editor = useMenuEditor(appId, state, wanted, may);
  const conditional = editor.menu.conditional.find((c) => c.id === wanted);
  const which = conditional?.id;
  const importing = useImportMenu(appId);
  const toast = useUndoToast();
  const go = (change: Partial<MenuSearch>) => void navigate({ search: (prev) => strip({ ...prev, ...change }) });

  const problems = tell(texts, { buttons: state.draft.buttons, conditional: state.draft.conditional }, state.problems);
  const here = problems.filter((p) => p.menu === which);
  const wrong = new Set(here.flatMap((p) => (p.button ? [p.button] : [])));
  const told =
    find(buttonsOf(state.draft, which), editor.at?.button.id)?.button ??
    find(state.live ? buttonsOf(state.live.menu, which) : [], editor.at?.button.id)?.button;

  const publish = async () => {
    if (await editor.save()) go({ panel: 'publish' });
  };
  const takeOver = async () => {
    if (!(await editor.save())) return;
    const had = editor.menu;
    try {
      editor.take(await importing.mutateAsync(undefined));
      toast({ text: t.imported, undo: () => editor.change(had) });
    } catch {
      // Told in its strip.
    }
  };
  const addConditional = () => {
    const made = withConditional(editor.menu, t.conditional.newName);
    editor.change(made.menu);
    go({ menu: made.id });
  };
  const removeConditional = ({ id, name }: ConditionalMenu) => {
    const had = editor.menu;
    editor.change(withoutConditional(had, id));
    go({ menu: undefined });
    toast({
      text: t.removed({ name: name || t.unnamed }),
      undo: () => {
        editor.change(had);
        go({ menu: id });
      },
    });
  };
  useKeys({
    'mod+s': () => void editor.save(),
    'mod+z': (event) => (event.shiftKey ? editor.redo : editor.undo)?.(),
  });
  const importable = state.elsewhere.menu !== null;
  return (
    <>
      <LeaveGuard when={may && editor.dirty} page />
      <PageHead
        title={t.title}
        desc={<LiveLine state={state} />}
        actions={
          <HeadActions
            editor={editor}
            state={state}
            may={may}
            able={able(account)}
            onVersions={() => go({ panel: 'versions' })}
            onPublish={() => void publish()}
            onRemove={removable(state) ? () => go({ panel: 'remove' }) : undefined}
          />
        }
      />
      <div className={s.page}>
        <div className={s.stage}>
          <div className={s.column}>
            {account.verified || editor.menu.conditional.length > 0 ? (
              <Suspense fallback={<div className={s.choice} />}>
                <MenuChoice
                  conditional={editor.menu.conditional}
                  which={which}
                  onChoose={(id) => go({ menu: id })}
                  onAdd={may && account.verified && editor.menu.buttons.length > 0 ? addConditional : undefined}
                />
              </Suspense>
            ) : null}
            <div className={s.phone}>
              <MenuPhone account={account.name} editor={editor} disabled={!may} wrong={wrong} />
            </div>
            <p className={s.tip}>{may ? t.tip : t.viewerOnly}</p>
          </div>
        </div>
        <div className={s.right}>
          {search.put && may ? (
            <Suspense fallback={null}>
              <PutMaterial appId={appId} mediaId={search.put} editor={editor} onDone={() => go({ put: undefined })} />
            </Suspense>
          ) : null}
          <Strips
            account={account}
            editor={editor}
            state={state}
            may={may}
            importing={importing.isPending}
            importError={importing.error}
            onImport={() => void takeOver()}
            onLook={() => void publish()}
          />
          {conditional ? (
            <Suspense fallback={null}>
              <ConditionalForm
                appId={appId}
                menu={editor.menu}
                conditional={conditional}
                problems={editor.dirty ? [] : here.filter((p) => p.button === undefined)}
                disabled={!may}
                onChange={editor.change}
                onRemove={() => removeConditional(conditional)}
              />
            </Suspense>
          ) : null}
          {editor.at ? (
            <ButtonForm
              key={editor.at.button.id}
              appId={appId}
              verified={account.verified}
              editor={editor}
              told={told}
              problems={editor.dirty ? [] : here.filter((p) => p.button === editor.at?.button.id)}
              disabled={!may}
            />
          ) : (
            <EmptyState
              drawing="conversation"
              title={t.empty.title}
              text={t.empty.text}
              steps={t.empty.steps}
              action={may ? { label: t.addTop, onClick: () => editor.add(t.newTop) } : undefined}
              second={may && importable ? { label: t.import, onClick: () => void takeOver() } : undefined}
            />
          )}
        </div>
      </div>
      <Suspense fallback={null}>
        {opened.current.has('publish') ? (
          <PublishDialog
            account={account}
            open={search.panel === 'publish'}
            editor={editor}
            onMend={({ menu, button }) => {
              if (button) editor.choose(button);
              go({ menu, panel: undefined });
            }}
            onClose={() => go({ panel: undefined })}
          />
        ) : null}
        {opened.current.has('remove') ? (
          <RemoveDialog
            appId={appId}
            open={search.panel === 'remove'}
            state={state}
            onClose={() => go({ panel: undefined })}
          />
        ) : null}
        {opened.current.has('versions') ? (
          <VersionsDrawer
            appId={appId}
            open={search.panel === 'versions'}
            may={may}
            editor={editor}
            onClose={() => go({ panel: undefined })}
          />
        ) : null}
      </Suspense>
    </>
  );
}

/** Since when the live menu is live, and by whom. */
function LiveLine({ state }: { state: MenuState }) {
  const texts = useTexts('menus');
  const now = useNow();
  const { live } = state;
  if (!live) return texts.menus.neverLive;
  return texts.menus.liveBy[live.source]({ at: ageWords(texts, live.at, now), by: live.by });
}

/** Whether WeChat has a menu that the interface made. */
function removable({ elsewhere }: MenuState): boolean {
  return elsewhere.menu !== null && !elsewhere.website;
}

function strip(search: Partial<MenuSearch>): MenuSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}
