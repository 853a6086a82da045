import { App } from 'antd';
import { CopyPlus, Download, Eye, Link2, PencilLine, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useMay } from '@/api/session';
import { BulkAction, BulkBar } from '@/components/BulkBar';
import { DataTable, type Loading } from '@/components/DataTable';
import { Menu, type MenuItem } from '@/components/Menu';
import type { Paging } from '@/components/TableFooter';
import { copyText } from '@/lib/clipboard';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import s from './CodeTable.module.css';
import { codeColumns } from './code-columns';
import type { Wanted } from './code-pictures';
import type { QRCode } from './queries';
import type { CodeSearch } from './search';

type Props = {
  appId: string;
  search: CodeSearch;
  makes: boolean;
  rows: readonly QRCode[] | undefined;
  query: Loading;
  paging: Paging | undefined;
  filter: { search?: string | undefined; onClear: () => void } | undefined;
  empty: ReactNode;
  onSearch: (change: Partial<CodeSearch>) => void;
  onDelete: (code: QRCode) => void;
  onSave: (wanted: Wanted) => void;
};

/** The codes of one page: Enter opens, e edits. */
export function CodeTable(props: Props) {
  const { appId, search, makes, rows, query, paging, filter, empty, onSearch, onDelete, onSave } = props;
  const texts = useTexts('qrcodes', 'replies');
  const t = texts.qrcodes;
  const may = useMay('operator');
  const now = useNow();
  const { message } = App.useApp();
  const [menu, setMenu] = useState<{ code: QRCode; anchor: HTMLElement }>();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const made = rows?.filter((code) => selected.has(code.id) && code.url !== '') ?? [];
  const open = (code: QRCode) => onSearch({ code: code.id });
  const edit = (code: QRCode) => onSearch({ code: code.id, view: 'edit' });
  const columns = codeColumns({
    texts,
    appId,
    q: search.q ?? '',
    now,
    onOpen: open,
    menuId: menu?.code.id,
    onMenu: (code, anchor) => setMenu({ code, anchor }),
  });
  return (
    <div className={s.table}>
      <DataTable
        label={t.label}
        what={t.what}
        columns={columns}
        rows={rows}
        query={query}
        rowKey={(code) => code.id}
        rowName={(code) => code.name}
        rowHeight={77}
        current={search.code}
        filter={filter}
        empty={empty}
        paging={paging}
        selection={{ keys: selected, onChange: setSelected }}
        rowKeys={may ? { e: edit } : {}}
      />
      <BulkBar count={selected.size} onClear={() => setSelected(new Set())}>
        <BulkAction
          icon={Download}
          label={t.downloadSome}
          disabled={made.length === 0}
          onClick={() => {
            const [only] = made;
            onSave(made.length === 1 && only ? { code: only } : { ids: made.map((code) => code.id) });
          }}
        />
      </BulkBar>
      <Menu
        label={menu ? texts.table.more({ name: menu.code.name }) : ''}
        anchor={menu?.anchor ?? null}
        onClose={() => setMenu(undefined)}
        items={menu ? items(menu.code) : []}
        end
      />
    </div>
  );

  function items(code: QRCode): MenuItem[] {
    const all: (MenuItem | false)[] = [
      { key: 'open', icon: Eye, label: t.show, onSelect: () => open(code) },
      may && { key: 'edit', icon: PencilLine, label: texts.actions.edit, onSelect: () => edit(code) },
      code.url !== '' && {
        key: 'download',
        icon: Download,
        label: t.download,
        onSelect: () => onSave({ code }),
      },
      code.url !== '' && { key: 'link', icon: Link2, label: t.copyPublic, onSelect: () => void copyLink(code) },
      makes &&
        code.kind === 'temporary' && {
          key: 'copy',
          icon: CopyPlus,
          label: t.duplicate,
          onSelect: () => onSearch({ code: 'new', copy: code.id }),
        },
      may && {
        key: 'delete',
        icon: Trash2,
        label: t.remove,
        danger: true,
        divided: true,
        onSelect: () => onDelete(code),
      },
    ];
    return all.filter((item) => item !== false);
  }

  async function copyLink(code: QRCode) {
    if (await copyText(code.picture_url)) void message.success(texts.actions.copied);
    else void message.warning(texts.actions.notCopied);
  }
}
