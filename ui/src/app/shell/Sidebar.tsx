import { Link, type LinkProps } from '@tanstack/react-router';
import {
  Activity,
  CircleGauge,
  Command,
  FileText,
  House,
  LayoutGrid,
  type LucideIcon,
  Megaphone,
  MessageCircleReply,
  MessagesSquare,
  PanelBottom,
  QrCode,
  Send,
  Settings,
  Split,
  Tags,
  Users,
} from 'lucide-react';
import { useTexts } from '@/locales/context';
import { AccountSwitcher } from './AccountSwitcher';
import { useCurrentAccount } from './current-account';
import { OperatorMenu } from './OperatorMenu';
import { QuotaToday } from './QuotaToday';
import s from './Sidebar.module.css';

type Props = { onGoTo: () => void; onKeys: () => void };

/** The side bar: account, pages, today's calls, operator. Below 1180 px it folds to icons. */
export function Sidebar({ onGoTo, onKeys }: Props) {
  const t = useTexts();
  const account = useCurrentAccount();
  const params = account ? { appId: account.app_id } : undefined;
  return (
    <aside className={s.side} aria-label={t.nav.side}>
      <AccountSwitcher current={account} />
      <nav aria-label={t.nav.label} className={s.nav}>
        {params ? (
          <>
            <ul className={s.group}>
              <NavLink icon={House} label={t.nav.overview} to="/accounts/$appId/overview" params={params} />
            </ul>
            <h2 className={s.caption}>{t.nav.content}</h2>
            <ul className={s.group}>
              <NavLink icon={FileText} label={t.nav.materials} to="/accounts/$appId/materials" params={params} />
              <NavLink icon={LayoutGrid} label={t.nav.uses} to="/accounts/$appId/uses" params={params} />
            </ul>
            <h2 className={s.caption}>{t.nav.reach}</h2>
            <ul className={s.group}>
              <NavLink icon={Megaphone} label={t.nav.massSends} to="/accounts/$appId/mass-sends" params={params} />
              <NavLink icon={Split} label={t.nav.journeys} to="/accounts/$appId/journeys" params={params} />
              <NavLink icon={QrCode} label={t.nav.qrcodes} to="/accounts/$appId/qrcodes" params={params} />
            </ul>
            <h2 className={s.caption}>{t.nav.interaction}</h2>
            <ul className={s.group}>
              <NavLink icon={PanelBottom} label={t.nav.menu} to="/accounts/$appId/menu" params={params} />
              <NavLink
                icon={MessageCircleReply}
                label={t.nav.replyRules}
                to="/accounts/$appId/reply-rules"
                params={params}
              />
              <NavLink
                icon={MessagesSquare}
                label={t.nav.conversations}
                to="/accounts/$appId/conversations"
                params={params}
              />
              <NavLink icon={Send} label={t.nav.messages} to="/accounts/$appId/messages" params={params} />
              <NavLink icon={Activity} label={t.nav.events} to="/accounts/$appId/events" params={params} />
            </ul>
            <h2 className={s.caption}>{t.nav.audience}</h2>
            <ul className={s.group}>
              <NavLink icon={Users} label={t.nav.contacts} to="/accounts/$appId/contacts" params={params} />
              <NavLink icon={Tags} label={t.nav.tags} to="/accounts/$appId/tags" params={params} />
            </ul>
          </>
        ) : null}
        <h2 className={s.caption}>{t.nav.system}</h2>
        <ul className={s.group}>
          {params ? (
            <NavLink icon={CircleGauge} label={t.nav.quotas} to="/accounts/$appId/quotas" params={params} />
          ) : null}
          <NavLink icon={Settings} label={t.nav.settings} to="/settings" />
        </ul>
      </nav>
      <button type="button" className={s.goTo} onClick={onGoTo} title={t.command.open}>
        <Command size={16} strokeWidth={1.75} aria-hidden="true" />
        <span>{t.command.open}</span>
        <kbd>Ctrl K</kbd>
      </button>
      {account ? <QuotaToday appId={account.app_id} /> : null}
      <OperatorMenu onKeys={onKeys} />
    </aside>
  );
}

type NavLinkProps = { icon: LucideIcon; label: string } & Pick<LinkProps, 'to' | 'params'>;

function NavLink({ icon: Icon, label, ...link }: NavLinkProps) {
  return (
    <li>
      <Link {...link} className={s.link} activeProps={{ className: s.on, 'aria-current': 'page' }} title={label}>
        <Icon size={17} strokeWidth={1.75} aria-hidden="true" />
        <span>{label}</span>
      </Link>
    </li>
  );
}
