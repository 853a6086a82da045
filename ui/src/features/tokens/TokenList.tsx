import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { APIToken } from '@/api/client';
import { ConfirmImpact } from '@/components/ConfirmImpact';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { PageHead } from '@/components/PageHead';
import { RowAction } from '@/components/RowAction';
import { Time } from '@/components/Time';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { tokensQuery, useRevokeToken } from './queries';
import { TokenMaker } from './TokenMaker';
import s from './tokens.module.css';

/** The tokens by which scripts come in. */
export function TokenList() {
  const t = useTexts('tokens');
  const k = t.tokens;
  const list = useQuery(tokensQuery);
  const revoke = useRevokeToken();
  const toast = useUndoToast();
  const [making, setMaking] = useState(false);
  const [asking, setAsking] = useState<{ open: boolean; token?: APIToken }>({ open: false });
  const confirm = async () => {
    if (!asking.token) return;
    await revoke.mutateAsync(asking.token.id);
    toast({ text: k.revoked({ name: asking.token.name }) });
    setAsking({ ...asking, open: false });
  };
  const columns: Column<APIToken>[] = [
    { key: 'name', title: k.columns.name, render: (token) => <b className={s.name}>{token.name}</b> },
    { key: 'role', title: k.columns.role, width: '110px', render: (token) => t.roles[token.role] },
    { key: 'by', title: k.columns.by, width: '18%', render: (token) => token.created_by },
    { key: 'created', title: k.columns.created, width: '130px', render: (token) => <Time at={token.created_at} /> },
    {
      key: 'used',
      title: k.columns.used,
      width: '130px',
      render: (token) => (token.used_at ? <Time at={token.used_at} /> : <span className={s.never}>{k.neverUsed}</span>),
    },
    {
      key: 'actions',
      title: t.actions.more,
      untitled: true,
      width: '60px',
      align: 'end',
      render: (token) => (
        <RowAction
          icon={Trash2}
          title={k.revoke}
          label={k.revokeTitle({ name: token.name })}
          onClick={() => {
            revoke.reset();
            setAsking({ open: true, token });
          }}
        />
      ),
    },
  ];
  return (
    <>
      <PageHead
        title={k.title}
        desc={k.desc}
        actions={
          list.data?.length ? (
            <Button type="primary" icon={<Plus size={15} aria-hidden="true" />} onClick={() => setMaking(true)}>
              {k.add}
            </Button>
          ) : null
        }
      />
      <div className={s.body}>
        <DataTable
          label={k.title}
          what={k.what}
          columns={columns}
          rows={list.data}
          query={list}
          rowKey={(token) => token.id}
          rowName={(token) => token.name}
          rowHeight={54}
          empty={
            <EmptyState
              drawing="token"
              title={k.empty.title}
              text={k.empty.text}
              action={{ label: k.add, onClick: () => setMaking(true) }}
            />
          }
        />
      </div>
      <TokenMaker open={making} onClose={() => setMaking(false)} />
      <ConfirmImpact
        open={asking.open}
        title={k.revokeTitle({ name: asking.token?.name ?? '' })}
        consequence={k.revokeText}
        confirm={k.revokeConfirm}
        danger
        busy={revoke.isPending}
        error={revoke.error}
        onConfirm={() => void confirm().catch(() => {})}
        onCancel={() => setAsking({ ...asking, open: false })}
      />
    </>
  );
}
