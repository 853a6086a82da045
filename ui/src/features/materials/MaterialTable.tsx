import { CloudDownload, Copy, ExternalLink, Eye, Globe, Megaphone, PanelBottom, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Material } from '@/api/client';
import { useMay } from '@/api/session';
import { BulkAction, BulkBar } from '@/components/BulkBar';
import { DataTable, type Loading } from '@/components/DataTable';
import { Menu, type MenuItem } from '@/components/Menu';
import type { Paging } from '@/components/TableFooter';
import { useTexts } from '@/locales/context';
import { materialColumns, nameOf } from './columns';
import s from './columns.module.css';
import { linkOf, type useMaterialActions } from './material-actions';

type Props = {
  label: string;
  history: boolean;
  rows: readonly Material[] | undefined;
  query: Loading;
  q: string;
  openId: string | undefined;
  empty: ReactNode;
  paging?: Paging | undefined;
  actions: ReturnType<typeof useMaterialActions>;
  selected: ReadonlySet<string>;
  onSelect: (keys: Set<string>) => void;
  onOpen: (material: Material) => void;
  onRemove: (materials: Material[]) => void;
  onPublish?: ((material: Material) => void) | undefined;
};

/** Puts the focus on the row's title: after its note was written, after its drawer was closed. */
export function focusRow(mediaId: string): void {
  document.querySelector<HTMLElement>(`tr[data-row="${CSS.escape(mediaId)}"] [data-primary]`)?.focus();
}

/** The rows of either tab, with their menu and what can be done with several at once. */
export function MaterialTable(props: Props) {
  const { rows, history, actions, selected, onSelect, onOpen, onRemove } = props;
  const texts = useTexts('materials');
  const t = texts.materials;
  const may = useMay('operator');
  const [editing, setEditing] = useState<string>();
  const [menu, setMenu] = useState<{ material: Material; anchor: HTMLElement }>();

  const edited = useRef(editing);
  useEffect(() => {
    // The field that had the focus is gone. Where the operator has clicked elsewhere, the focus stays there.
    if (edited.current && !editing && document.activeElement === document.body) focusRow(edited.current);
    edited.current = editing;
  }, [editing]);
  const onEdit = (material: Material, on: boolean) => setEditing(on ? material.media_id : undefined);
  const columns = materialColumns({
    texts,
    q: props.q,
    may,
    history,
    editing,
    syncingId: actions.syncingId,
    menuId: menu?.material.media_id,
    onOpen,
    onEdit,
    onNote: actions.writeNote,
    onCopy: actions.copyLink,
    onSync: actions.syncOne,
    onMenu: (material, anchor) => setMenu({ material, anchor }),
  });
  const chosen = rows?.filter((m) => selected.has(m.media_id)) ?? [];
  return (
    <>
      <div className={history ? `${s.table} ${s.history}` : s.table}>
        <DataTable
          label={props.label}
          what={props.label}
          columns={columns}
          rows={rows}
          query={props.query}
          rowKey={(m) => m.media_id}
          rowName={(m) => nameOf(texts, m)}
          rowHeight={65}
          empty={props.empty}
          selection={{ keys: selected, onChange: onSelect }}
          rowKeys={may ? { e: (m) => onEdit(m, true) } : {}}
          current={props.openId}
          paging={props.paging}
        />
      </div>
      <Menu
        label={menu ? t.moreOf({ title: nameOf(texts, menu.material) }) : t.columnActions}
        anchor={menu?.anchor ?? null}
        onClose={() => setMenu(undefined)}
        items={menu ? rowMenu(menu.material) : []}
        end
      />
      <BulkBar count={chosen.length} onClear={() => onSelect(new Set())}>
        <BulkAction icon={Copy} label={t.copyTitles} onClick={() => actions.copyTitles(chosen)} />
        {history && may ? <BulkAction icon={Trash2} label={t.removeMany} onClick={() => onRemove(chosen)} /> : null}
      </BulkBar>
    </>
  );

  function rowMenu(material: Material): MenuItem[] {
    const link = linkOf(material);
    const original: MenuItem = {
      key: 'original',
      icon: ExternalLink,
      label: t.openOriginal,
      disabled: !link,
      hint: link ? undefined : t.noLink,
      onSelect: () => window.open(link, '_blank', 'noopener,noreferrer'),
    };
    const items: MenuItem[] = [
      { key: 'preview', icon: Eye, label: t.preview, onSelect: () => onOpen(material) },
      { key: 'copy', icon: Copy, label: t.copyLink, onSelect: () => actions.copyLink(material) },
      original,
    ];
    const why = may ? undefined : t.viewerOnly;
    items.push({
      key: 'mass',
      icon: Megaphone,
      label: t.sendInMass,
      divided: true,
      disabled: !may || material.gone,
      hint: material.gone ? t.gone : why,
      onSelect: () => actions.sendInMass(material),
    });
    if (!history) {
      items.push({
        key: 'publish',
        icon: Globe,
        label: t.publishing.act,
        disabled: !may || material.gone,
        hint: why,
        onSelect: () => props.onPublish?.(material),
      });
      return items;
    }
    return [
      ...items,
      {
        key: 'menu',
        icon: PanelBottom,
        label: t.putOnMenu,
        disabled: !may || material.gone,
        hint: material.gone ? t.gone : why,
        onSelect: () => actions.putOnMenu(material),
      },
      {
        key: 'sync',
        icon: CloudDownload,
        label: t.syncOne,
        disabled: !may,
        hint: why,
        onSelect: () => actions.syncOne(material),
      },
      {
        key: 'remove',
        icon: Trash2,
        label: t.remove,
        danger: true,
        divided: true,
        disabled: !may,
        hint: why,
        onSelect: () => onRemove([material]),
      },
    ];
  }
}
