import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Ellipsis, PencilLine, Plus, UserCheck, UserX } from 'lucide-react';
import { useState } from 'react';
import type { Operator } from '@/api/client';
import { sessionQuery } from '@/api/session';
import { ConfirmImpact } from '@/components/ConfirmImpact';
import { type Column, DataTable } from '@/components/DataTable';
import { Menu, type MenuItem } from '@/components/Menu';
import { PageHead } from '@/components/PageHead';
import { RowAction } from '@/components/RowAction';
import { Time } from '@/components/Time';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { OperatorEditor } from './OperatorEditor';
import s from './operators.module.css';
import { operatorsQuery, useChangeOperator } from './queries';

type Editing = { open: boolean; operator?: Operator | undefined };

/** Who may sign in, and do what. */
export function OperatorList() {
  const t = useTexts('operators');
  const o = t.operators;
  const list = useQuery(operatorsQuery);
  const me = useQuery(sessionQuery).data?.operator.id;
  const change = useChangeOperator();
  const toast = useUndoToast();
  const [editing, setEditing] = useState<Editing>({ open: false });
  const [menu, setMenu] = useState<{ anchor: HTMLElement; operator: Operator }>();
  const [disabling, setDisabling] = useState<{ open: boolean; operator?: Operator }>({ open: false });

  const disable = async () => {
    const operator = disabling.operator;
    if (!operator) return;
    await change.mutateAsync({ id: operator.id, disabled: true });
    setDisabling({ open: false, operator });
    toast({
      text: o.wasDisabled({ name: operator.name }),
      undo: () => change.mutate({ id: operator.id, disabled: false }),
    });
  };
  const enable = async (operator: Operator) => {
    await change.mutateAsync({ id: operator.id, disabled: false });
    toast({ text: o.wasEnabled({ name: operator.name }) });
  };
  const items = (operator: Operator): MenuItem[] => [
    { key: 'edit', icon: PencilLine, label: t.actions.edit, onSelect: () => setEditing({ open: true, operator }) },
    operator.disabled
      ? { key: 'enable', icon: UserCheck, label: o.enable, onSelect: () => void enable(operator).catch(() => {}) }
      : {
          key: 'disable',
          icon: UserX,
          label: `${o.disable}…`,
          danger: true,
          disabled: operator.id === me,
          divided: true,
          onSelect: () => {
            change.reset();
            setDisabling({ open: true, operator });
          },
        },
  ];
  const columns: Column<Operator>[] = [
    {
      key: 'name',
      title: o.columns.name,
      render: (operator) => (
        <span className={s.name}>
          <button type="button" className={s.open} data-primary onClick={() => setEditing({ open: true, operator })}>
            {operator.name}
          </button>
          {operator.id === me ? <em>{o.you}</em> : null}
          {operator.disabled ? <em className={s.off}>{o.disabled}</em> : null}
        </span>
      ),
    },
    { key: 'email', title: o.columns.email, width: '30%', render: (operator) => operator.email },
    { key: 'role', title: o.columns.role, width: '110px', render: (operator) => t.roles[operator.role] },
    {
      key: 'seen',
      title: o.columns.seen,
      width: '130px',
      render: (operator) => (operator.seen_at ? <Time at={operator.seen_at} /> : t.time.never),
    },
    {
      key: 'actions',
      title: t.actions.more,
      untitled: true,
      width: '60px',
      align: 'end',
      render: (operator) => (
        <RowAction
          icon={Ellipsis}
          title={t.actions.more}
          label={t.table.more({ name: operator.name })}
          menu
          expanded={menu?.operator.id === operator.id}
          onClick={(event) => setMenu({ anchor: event.currentTarget, operator })}
        />
      ),
    },
  ];
  return (
    <>
      <PageHead
        title={o.title}
        desc={o.desc}
        actions={
          <Button
            type="primary"
            icon={<Plus size={15} aria-hidden="true" />}
            onClick={() => setEditing({ open: true, operator: undefined })}
          >
            {o.add}
          </Button>
        }
      />
      <div className={s.body}>
        <DataTable
          label={o.title}
          what={o.what}
          columns={columns}
          rows={list.data}
          query={list}
          rowKey={(operator) => operator.id}
          rowName={(operator) => operator.name}
          rowHeight={54}
          empty={null}
        />
      </div>
      <Menu
        label={t.actions.more}
        items={menu ? items(menu.operator) : []}
        anchor={menu?.anchor ?? null}
        onClose={() => setMenu(undefined)}
        end
      />
      <OperatorEditor {...editing} onClose={() => setEditing((now) => ({ ...now, open: false }))} />
      <ConfirmImpact
        open={disabling.open}
        title={o.disableTitle({ name: disabling.operator?.name ?? '' })}
        consequence={o.disableText}
        confirm={o.disableConfirm}
        danger
        busy={change.isPending}
        error={change.error}
        onConfirm={() => void disable().catch(() => {})}
        onCancel={() => setDisabling((now) => ({ ...now, open: false }))}
      />
    </>
  );
}
