import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { accountsQuery } from '@/api/accounts';
import { useMay } from '@/api/session';
import { type Command, CommandBar } from '@/components/CommandBar';
import { useLocale, useTexts } from '@/locales/context';
import { useCurrentAccount } from './current-account';

type Props = { open: boolean; onClose: () => void; onKeys: () => void };

/** The command bar with this console's pages, accounts and actions. */
export function GoTo({ open, onClose, onKeys }: Props) {
  const t = useTexts();
  const { language, setLanguage } = useLocale();
  const navigate = useNavigate();
  const account = useCurrentAccount();
  const admin = useMay('admin');
  const { data: accounts = [] } = useQuery(accountsQuery);

  const commands: Command[] = [];
  const page = (label: string, words: string, go: () => unknown) =>
    commands.push({ key: `page ${label}`, group: t.command.pages, label, words, run: () => void go() });
  if (account) {
    const params = { appId: account.app_id };
    page(t.nav.overview, 'overview gailan', () => navigate({ to: '/accounts/$appId/overview', params }));
    page(t.nav.materials, 'materials tuwen sucai', () => navigate({ to: '/accounts/$appId/materials', params }));
    page(t.nav.uses, 'uses zainaneng yong', () => navigate({ to: '/accounts/$appId/uses', params }));
    page(t.nav.massSends, 'mass-sends qunfa', () => navigate({ to: '/accounts/$appId/mass-sends', params }));
    page(t.nav.journeys, 'journeys lvcheng', () => navigate({ to: '/accounts/$appId/journeys', params }));
    page(t.nav.qrcodes, 'qrcodes erweima', () => navigate({ to: '/accounts/$appId/qrcodes', params }));
    page(t.nav.menu, 'menu caidan guanli', () => navigate({ to: '/accounts/$appId/menu', params }));
    page(t.nav.replyRules, 'reply-rules zidong huifu', () => navigate({ to: '/accounts/$appId/reply-rules', params }));
    page(t.nav.conversations, 'conversations caidan huihua', () =>
      navigate({ to: '/accounts/$appId/conversations', params }),
    );
    page(t.nav.messages, 'messages kefu xiaoxi', () => navigate({ to: '/accounts/$appId/messages', params }));
    page(t.nav.events, 'events shijian', () => navigate({ to: '/accounts/$appId/events', params }));
    page(t.nav.contacts, 'contacts lianxiren', () => navigate({ to: '/accounts/$appId/contacts', params }));
    page(t.nav.tags, 'tags biaoqian', () => navigate({ to: '/accounts/$appId/tags', params }));
    page(t.nav.quotas, 'quotas jiekou edu', () => navigate({ to: '/accounts/$appId/quotas', params }));
  }
  page(t.nav.general, 'settings shezhi tongyong', () => navigate({ to: '/settings' }));
  page(t.nav.accounts, 'accounts gongzhonghao', () => navigate({ to: '/settings/accounts' }));
  if (admin) {
    page(t.nav.operators, 'operators caozuoyuan', () => navigate({ to: '/settings/operators' }));
    page(t.nav.tokens, 'tokens api lingpai', () => navigate({ to: '/settings/tokens' }));
    page(t.nav.audit, 'audit shenji', () => navigate({ to: '/settings/audit' }));
  }
  for (const a of accounts) {
    commands.push({
      key: a.app_id,
      group: t.command.accounts,
      label: a.name,
      hint: t.account.kinds[a.kind],
      words: a.app_id,
      run: () => void navigate({ to: '/accounts/$appId/overview', params: { appId: a.app_id } }),
    });
  }
  const action = (label: string, words: string, run: () => void) =>
    commands.push({ key: `action ${label}`, group: t.command.actions, label, words, run });
  if (admin) {
    action(t.account.connect, 'connect jieru', () => void navigate({ to: '/settings/accounts/connect' }));
  }
  action(t.me.language, 'language yuyan', () => setLanguage(language === 'en' ? 'zh-CN' : 'en'));
  action(t.me.keys, 'keys kuaijiejian', onKeys);

  const search = (q: string): Command[] => {
    if (!account) return [];
    const params = { appId: account.app_id };
    const places = [
      [t.nav.materials, () => navigate({ to: '/accounts/$appId/materials', params, search: { tab: 'history', q } })],
      [t.nav.journeys, () => navigate({ to: '/accounts/$appId/journeys', params, search: { q } })],
      [t.nav.qrcodes, () => navigate({ to: '/accounts/$appId/qrcodes', params, search: { q } })],
      [t.nav.replyRules, () => navigate({ to: '/accounts/$appId/reply-rules', params, search: { q } })],
      [t.nav.conversations, () => navigate({ to: '/accounts/$appId/conversations', params, search: { q } })],
      [t.nav.contacts, () => navigate({ to: '/accounts/$appId/contacts', params, search: { q } })],
    ] as const;
    return places.map(([where, go]) => ({
      key: `search ${where}`,
      group: t.actions.search,
      label: t.command.searchIn({ where, q }),
      run: () => void go(),
    }));
  };

  return <CommandBar open={open} commands={commands} search={search} onClose={onClose} />;
}
