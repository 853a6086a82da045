import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ellipsis, PencilLine, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Tag } from '@/api/client';
import { useMay } from '@/api/session';
import { type Column, DataTable, type Loading } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { Highlight } from '@/components/Highlight';
import { Menu } from '@/components/Menu';
import { RowAction } from '@/components/RowAction';
import { taggingQuery } from '@/components/tagging/queries';
import { useTexts } from '@/locales/context';
import s from './TagTable.module.css';

type Props = {
  appId: string;
  tags: readonly Tag[] | undefined;
  query: Loading;
  q: string;
  onClear: () => void;
  onCreate: (() => void) | undefined;
  onRename: (tag: Tag) => void;
  onDelete: (tag: Tag) => void;
};

/** The tags, those with the most followers first. */
export function TagTable({ appId, tags, query, q, onClear, onCreate, onRename, onDelete }: Props) {
  const texts = useTexts('tags');
  const t = texts.tags;
  const may = useMay('operator');
  const [menu, setMenu] = useState<{ tag: Tag; anchor: HTMLElement }>();
  const tagging = useQuery(taggingQuery(appId));
  const most = Math.max(1, ...(tags ?? []).map((tag) => tag.count));
  const word = q.trim().toLowerCase();
  const rows = tags?.filter((tag) => tag.name.toLowerCase().includes(word)).sort((a, b) => b.count - a.count);
  const waiting = (tag: Tag) => tagging.data?.tags.find((one) => one.tag_id === tag.id)?.waiting ?? 0;
  const columns: Column<Tag>[] = [
    {
      key: 'name',
      title: t.columns.name,
      render: (tag) => (
        <span className={s.name}>
          <Link
            className={s.tag}
            data-primary
            to="/accounts/$appId/contacts"
            params={{ appId }}
            search={{ tags: [tag.id] }}
            title={t.show({ name: tag.name })}
          >
            <Highlight text={tag.name} search={q} />
          </Link>
          {tag.system ? <small>{t.system}</small> : null}
        </span>
      ),
    },
    {
      key: 'share',
      title: <span className="unseen">{t.columns.share}</span>,
      width: '34%',
      render: (tag) => (
        <span className={s.bar} aria-hidden="true">
          {tag.count > 0 ? <i style={{ width: `${(tag.count / most) * 100}%` }} /> : null}
        </span>
      ),
    },
    {
      key: 'count',
      title: t.columns.count,
      width: '150px',
      align: 'end',
      render: (tag) =>
        tag.count === 0 ? (
          <span className={s.quiet}>{t.nobody}</span>
        ) : (
          <span className="num">{t.people({ n: tag.count })}</span>
        ),
    },
    {
      key: 'tagging',
      title: <span className="unseen">{t.columns.tagging}</span>,
      width: '136px',
      render: (tag) =>
        waiting(tag) > 0 ? <span className={`${s.quiet} num`}>{t.progress.left({ n: waiting(tag) })}</span> : null,
    },
    {
      key: 'actions',
      title: texts.actions.more,
      untitled: true,
      width: '48px',
      align: 'end',
      render: (tag) =>
        tag.system || !may ? null : (
          <RowAction
            icon={Ellipsis}
            title={texts.actions.more}
            label={texts.table.more({ name: tag.name })}
            menu
            expanded={menu?.tag.id === tag.id}
            onClick={(event) => setMenu({ tag, anchor: event.currentTarget })}
          />
        ),
    },
  ];
  return (
    <>
      <DataTable
        label={t.title}
        what={t.what}
        columns={columns}
        rows={rows}
        query={query}
        rowKey={(tag) => String(tag.id)}
        rowName={(tag) => tag.name}
        rowHeight={49}
        filter={word && tags && tags.length > 0 ? { search: q, onClear } : undefined}
        empty={
          <EmptyState
            drawing="tags"
            title={t.empty.title}
            text={onCreate ? t.empty.text : t.empty.viewer}
            action={onCreate ? { label: t.create, onClick: onCreate } : undefined}
          />
        }
      />
      <Menu
        label={menu ? texts.table.more({ name: menu.tag.name }) : ''}
        anchor={menu?.anchor ?? null}
        onClose={() => setMenu(undefined)}
        end
        items={
          menu
            ? [
                { key: 'rename', icon: PencilLine, label: t.rename, onSelect: () => onRename(menu.tag) },
                {
                  key: 'delete',
                  icon: Trash2,
                  label: t.remove,
                  danger: true,
                  divided: true,
                  onSelect: () => onDelete(menu.tag),
                },
              ]
            : []
        }
      />
    </>
  );
}
