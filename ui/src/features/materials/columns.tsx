import { CloudDownload, Copy, Ellipsis, Eye } from 'lucide-react';
import type { Material } from '@/api/client';
import { ArticleCover } from '@/components/ArticleCover';
import type { Column } from '@/components/DataTable';
import { Highlight } from '@/components/Highlight';
import lists from '@/components/List.module.css';
import { Note } from '@/components/Note';
import { RowAction } from '@/components/RowAction';
import { Time } from '@/components/Time';
import type { Texts } from '@/locales/texts';
import s from './columns.module.css';
import { UseChips } from './UseChips';

/** What the cells of a row need beside the material. */
export type RowContext = {
  texts: Texts<'materials'>;
  /** The words to mark. */
  q: string;
  /** May notes be written and items synced? */
  may: boolean;
  /** Does the list hold history, whose items can be synced one by one and removed? */
  history: boolean;
  editing: string | undefined;
  syncingId: string | undefined;
  menuId: string | undefined;
  onOpen: (material: Material) => void;
  onEdit: (material: Material, editing: boolean) => void;
  onNote: (material: Material, text: string) => Promise<unknown>;
  onCopy: (material: Material) => void;
  onSync: (material: Material) => void;
  onMenu: (material: Material, anchor: HTMLElement) => void;
};

/** The columns of the materials tables. Rows are plain HTML: there are up to a hundred of them. */
export function materialColumns(context: RowContext): Column<Material>[] {
  const t = context.texts.materials;
  return [
    {
      key: 'material',
      title: t.columnMaterial,
      render: (m) => <Lead material={m} context={context} />,
    },
    {
      key: 'note',
      title: (
        <>
          {t.columnNote} <small className={s.hint}>{t.columnNoteHint}</small>
        </>
      ),
      width: 'var(--note)',
      render: (m) => (
        <Note
          text={m.note}
          about={nameOf(context.texts, m)}
          editing={context.editing === m.media_id}
          readOnly={!context.may}
          onEdit={(editing) => context.onEdit(m, editing)}
          onSave={(text) => context.onNote(m, text)}
        >
          <Highlight text={m.note} search={context.q} />
        </Note>
      ),
    },
    { key: 'uses', title: t.columnUses, width: 'var(--uses)', render: (m) => <UseChips usedBy={m.used_by} /> },
    {
      key: 'time',
      title: <span title={t.columnTimeHint}>{t.columnTime}</span>,
      width: 'var(--time)',
      render: (m) => <Time at={m.update_time} />,
    },
    {
      key: 'actions',
      title: t.columnActions,
      untitled: true,
      width: 'var(--actions)',
      align: 'end',
      render: (m) => <Actions material={m} context={context} />,
    },
  ];
}

/** The title, or what stands for a missing one. */
export function nameOf(texts: Texts<'materials'>, material: Material): string {
  return material.title || texts.article.untitled;
}

type CellProps = { material: Material; context: RowContext };

function Lead({ material: m, context }: CellProps) {
  const { texts, q, onOpen } = context;
  const t = texts.materials;
  return (
    <div className={s.lead}>
      <button type="button" className={s.cover} tabIndex={-1} aria-hidden="true" onClick={() => onOpen(m)}>
        <ArticleCover
          url={m.cover_url}
          title={m.title}
          badge={m.article_count > 1 ? texts.article.several({ n: m.article_count }) : undefined}
        />
      </button>
      <div className={s.words}>
        <button
          type="button"
          className={lists.name}
          data-primary
          title={nameOf(texts, m)}
          aria-label={
            m.article_count > 1 ? `${nameOf(texts, m)}（${texts.article.several({ n: m.article_count })}）` : undefined
          }
          onClick={() => onOpen(m)}
        >
          <Highlight text={nameOf(texts, m)} search={q} />
        </button>
        <p className={s.digest}>
          {m.gone ? (
            <span className={s.gone} title={t.goneHint}>
              {t.gone}
            </span>
          ) : null}
          <Highlight text={m.digest} search={q} />
        </p>
      </div>
    </div>
  );
}

function Actions({ material: m, context }: CellProps) {
  const { texts, may, history } = context;
  const t = texts.materials;
  const title = nameOf(texts, m);
  return (
    <div className={s.actions}>
      <span className={s.wide}>
        <RowAction icon={Eye} label={t.previewOf({ title })} title={t.preview} onClick={() => context.onOpen(m)} />
        <RowAction icon={Copy} label={t.copyLinkOf({ title })} title={t.copyLink} onClick={() => context.onCopy(m)} />
      </span>
      {history && may ? (
        <RowAction
          icon={CloudDownload}
          label={t.syncOneOf({ title })}
          title={t.syncOne}
          busy={context.syncingId === m.media_id}
          onClick={() => context.onSync(m)}
        />
      ) : null}
      <RowAction
        icon={Ellipsis}
        label={t.moreOf({ title })}
        title={texts.actions.more}
        menu
        expanded={context.menuId === m.media_id}
        onClick={(event) => context.onMenu(m, event.currentTarget)}
      />
    </div>
  );
}
