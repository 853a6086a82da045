import { Link, type LinkProps, Outlet } from '@tanstack/react-router';
import { useMay } from '@/api/session';
import { useTexts } from '@/locales/context';
import s from './SettingsLayout.module.css';

/** The pages of the settings under one row of links; what the role may not see is not there. */
export function SettingsLayout() {
  const t = useTexts();
  const admin = useMay('admin');
  return (
    <>
      <nav className={s.tabs} aria-label={t.nav.settingsLabel}>
        <Tab to="/settings" exact label={t.nav.general} />
        <Tab to="/settings/accounts" label={t.nav.accounts} />
        {admin ? (
          <>
            <Tab to="/settings/operators" label={t.nav.operators} />
            <Tab to="/settings/tokens" label={t.nav.tokens} />
            <Tab to="/settings/audit" label={t.nav.audit} />
          </>
        ) : null}
      </nav>
      <Outlet />
    </>
  );
}

type TabProps = { label: string; exact?: boolean } & Pick<LinkProps, 'to'>;

function Tab({ to, label, exact = false }: TabProps) {
  return (
    <Link to={to} className={s.tab} activeOptions={{ exact }} activeProps={{ className: s.on, 'aria-current': 'page' }}>
      {label}
    </Link>
  );
}
