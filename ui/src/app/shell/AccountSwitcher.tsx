import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChevronsUpDown, Plus, Settings2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { accountsQuery } from '@/api/accounts';
import type { Account } from '@/api/client';
import { useMay } from '@/api/session';
import { AccountMark } from '@/components/AccountMark';
import { Menu, type MenuItem } from '@/components/Menu';
import { useTexts } from '@/locales/context';
import s from './Sidebar.module.css';

/** Shows the account the pages are about and switches to another, staying on the same page of it. */
export function AccountSwitcher({ current }: { current: Account | undefined }) {
  const t = useTexts();
  const navigate = useNavigate();
  const { data: accounts = [] } = useQuery(accountsQuery);
  const admin = useMay('admin');
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);

  const items: MenuItem[] = accounts.map((account) => ({
    key: account.app_id,
    label: account.name,
    hint: kindOf(account, t),
    checked: account.app_id === current?.app_id,
    onSelect: () => void navigate(samePage(account.app_id)),
  }));
  if (admin) {
    items.push({
      key: 'connect',
      label: t.account.connect,
      icon: Plus,
      divided: accounts.length > 0,
      onSelect: () => void navigate({ to: '/settings/accounts/connect' }),
    });
  }
  items.push({
    key: 'manage',
    label: t.account.manage,
    icon: Settings2,
    onSelect: () => void navigate({ to: '/settings/accounts' }),
  });

  return (
    <>
      <button
        ref={button}
        type="button"
        className={s.account}
        aria-haspopup="menu"
        aria-expanded={open}
        title={t.account.choose}
        onClick={() => setOpen(!open)}
      >
        <AccountMark name={current?.name ?? ''} />
        <span className={s.accountText}>
          <b>{current?.name ?? t.account.none}</b>
          <small>{current ? kindOf(current, t) : t.account.noneHint}</small>
        </span>
        <ChevronsUpDown size={15} aria-hidden="true" />
      </button>
      <Menu
        label={t.account.choose}
        items={items}
        anchor={open ? button.current : null}
        onClose={() => setOpen(false)}
      />
    </>
  );
}

function kindOf(account: Account, t: ReturnType<typeof useTexts>): string {
  return `${t.account.kinds[account.kind]} · ${account.verified ? t.account.verified : t.account.unverified}`;
}

const pages = [
  'materials',
  'uses',
  'qrcodes',
  'menu',
  'reply-rules',
  'conversations',
  'messages',
  'events',
  'contacts',
  'tags',
  'quotas',
] as const;

/** The page shown now, for another account; pages that belong to no account lead to its overview. */
function samePage(appId: string) {
  const shown = /^\/accounts\/[^/]+\/([^/]+)/.exec(window.location.pathname)?.[1];
  const page = pages.find((one) => one === shown);
  return { to: `/accounts/$appId/${page ?? 'overview'}`, params: { appId } } as const;
}
