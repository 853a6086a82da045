import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { accountsQuery } from '@/api/accounts';
import type { Account } from '@/api/client';
import { useMay } from '@/api/session';
import { AccountMark } from '@/components/AccountMark';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { PageHead } from '@/components/PageHead';
import { Time } from '@/components/Time';
import { useTexts } from '@/locales/context';
import s from './accounts.module.css';

/** All connected accounts. */
export function AccountList() {
  const t = useTexts('accounts');
  const navigate = useNavigate();
  const admin = useMay('admin');
  const list = useQuery(accountsQuery);
  const connect = () => void navigate({ to: '/settings/accounts/connect' });
  const columns: Column<Account>[] = [
    {
      key: 'name',
      title: t.accounts.columns.name,
      render: (account) => (
        <div className={s.name}>
          <AccountMark name={account.name} size={32} />
          {admin ? (
            <Link to="/settings/accounts/$appId" params={{ appId: account.app_id }} data-primary>
              {account.name}
            </Link>
          ) : (
            account.name
          )}
        </div>
      ),
    },
    {
      key: 'kind',
      title: t.accounts.columns.kind,
      width: '22%',
      render: (account) =>
        `${t.account.kinds[account.kind]} · ${account.verified ? t.account.verified : t.account.unverified}`,
    },
    {
      key: 'id',
      title: t.accounts.columns.appId,
      width: '24%',
      render: (account) => <code className={s.id}>{account.app_id}</code>,
    },
    {
      key: 'connected',
      title: t.accounts.columns.connected,
      width: '130px',
      render: (account) => <Time at={account.created_at} />,
    },
  ];
  return (
    <>
      <PageHead
        title={t.accounts.title}
        desc={t.accounts.desc}
        actions={
          admin && list.data?.length ? (
            <Button type="primary" icon={<Plus size={15} aria-hidden="true" />} onClick={connect}>
              {t.accounts.connect}
            </Button>
          ) : null
        }
      />
      <div className={s.body}>
        <DataTable
          label={t.accounts.list}
          what={t.accounts.what}
          columns={columns}
          rows={list.data}
          query={list}
          rowKey={(account) => account.app_id}
          rowName={(account) => account.name}
          empty={
            <EmptyState
              drawing="account"
              title={t.accounts.empty.title}
              text={admin ? t.accounts.empty.text : t.accounts.empty.viewerText}
              action={admin ? { label: t.accounts.connect, onClick: connect } : undefined}
              steps={admin ? t.accounts.empty.steps : undefined}
            />
          }
        />
      </div>
    </>
  );
}
