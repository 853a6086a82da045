import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { accountsQuery } from '@/api/accounts';
import { ApiError } from '@/api/errors';
import { sessionQuery } from '@/api/session';
import { readContactSearch } from '@/features/contacts/search';
import { readConversationSearch, readConversationsSearch } from '@/features/conversations/search';
import { readEventSearch } from '@/features/events/search';
import { readJourneySearch, readJourneysSearch } from '@/features/journeys/search';
import { readMassSearch, readMassSendSearch } from '@/features/mass-sends/search';
import { readSearch } from '@/features/materials/search';
import { readMenuSearch } from '@/features/menus/search';
import { readMessageSearch } from '@/features/messages/search';
import { readCodeSearch } from '@/features/qrcodes/search';
import { readRuleSearch } from '@/features/reply-rules/search';
import { readTagSearch } from '@/features/tags/search';
import { recall, remember } from '@/lib/remembered';
import { chosenLanguage, loadTexts, type Part } from '@/locales/texts';
import { Crash } from './shell/Crash';
import { NoPlace, NotFound } from './shell/NotFound';
import { SettingsLayout } from './shell/SettingsLayout';
import { Shell } from './shell/Shell';

/** What every route may use before it renders. */
export type RouterContext = { client: QueryClient };

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: Crash,
});

/** A screen, fetched with its texts and the words of errors when its route is first wanted. */
function screen<M extends Record<string, unknown>, N extends keyof M>(
  fetch: () => Promise<M>,
  name: N,
  ...texts: Part[]
) {
  return lazyRouteComponent(async () => {
    const [module] = await Promise.all([fetch(), loadTexts(chosenLanguage(), 'errors', ...texts)]);
    return module;
  }, name);
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
/** A path of this console to return to; anything that could lead elsewhere is dropped. */
const ownPath = (value: unknown) => {
  const path = text(value);
  return path?.startsWith('/') && !path.startsWith('//') && !path.includes('\\') ? path : undefined;
};

type SignInSearch = { next?: string; code?: string };
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): SignInSearch => {
    const next = ownPath(search.next);
    const code = text(search.code) ?? (typeof search.code === 'number' ? String(search.code) : undefined);
    return { ...(next ? { next } : {}), ...(code ? { code } : {}) };
  },
  component: screen(() => import('@/features/session/SignIn'), 'SignIn', 'session'),
});
const setUp = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: screen(() => import('@/features/session/SetUp'), 'SetUp', 'session'),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ context: { client }, location }) => {
    try {
      await Promise.all([client.ensureQueryData(sessionQuery), client.ensureQueryData(accountsQuery)]);
    } catch (error) {
      if (!(error instanceof ApiError) || error.failure.status !== 401) throw error;
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
    }
  },
  component: Shell,
  notFoundComponent: NotFound,
});

const index = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: async ({ context: { client } }) => {
    const accounts = await client.ensureQueryData(accountsQuery);
    const last = accounts.find((account) => account.app_id === recall('account')) ?? accounts[0];
    if (!last) throw redirect({ to: '/settings/accounts', replace: true });
    throw redirect({ to: '/accounts/$appId/overview', params: { appId: last.app_id }, replace: true });
  },
});

const account = createRoute({
  getParentRoute: () => shell,
  path: '/accounts/$appId',
  beforeLoad: async ({ context: { client }, params }) => {
    const accounts = await client.ensureQueryData(accountsQuery);
    if (!accounts.some((a) => a.app_id === params.appId)) throw notFound();
    remember('account', params.appId);
  },
  component: Outlet,
  notFoundComponent: NoPlace,
});
const overview = createRoute({
  getParentRoute: () => account,
  path: '/overview',
  component: screen(() => import('@/features/overview/OverviewPage'), 'OverviewPage', 'overview', 'quotas'),
});
const materials = createRoute({
  getParentRoute: () => account,
  path: '/materials',
  validateSearch: readSearch,
  component: screen(() => import('@/features/materials/MaterialsPage'), 'MaterialsPage', 'materials', 'syncs'),
});
const uses = createRoute({
  getParentRoute: () => account,
  path: '/uses',
  component: screen(() => import('@/features/materials/UsesPage'), 'UsesPage', 'picker'),
});
const massSends = createRoute({
  getParentRoute: () => account,
  path: '/mass-sends',
  validateSearch: readMassSearch,
  component: screen(() => import('@/features/mass-sends/MassSendList'), 'MassSendList', 'massSends'),
});
/** One mass send: in the composer while it is a draft; `new` for one that is being composed. */
const massSend = createRoute({
  getParentRoute: () => account,
  path: '/mass-sends/$id',
  validateSearch: readMassSendSearch,
  component: screen(() => import('@/features/mass-sends/MassSendPage'), 'MassSendPage', 'massSends', 'picker'),
});
const journeys = createRoute({
  getParentRoute: () => account,
  path: '/journeys',
  validateSearch: readJourneysSearch,
  component: screen(() => import('@/features/journeys/JourneyList'), 'JourneyList', 'journeys'),
});
/** One journey: its canvas, its list of steps, its report. */
const journey = createRoute({
  getParentRoute: () => account,
  path: '/journeys/$id',
  validateSearch: readJourneySearch,
  component: screen(
    () => import('@/features/journeys/JourneyPage'),
    'JourneyPage',
    'journeys',
    'replies',
    'picker',
    'contacts',
  ),
});
const qrcodes = createRoute({
  getParentRoute: () => account,
  path: '/qrcodes',
  validateSearch: readCodeSearch,
  component: screen(() => import('@/features/qrcodes/QRCodeList'), 'QRCodeList', 'qrcodes', 'replies', 'picker'),
});
const replyRules = createRoute({
  getParentRoute: () => account,
  path: '/reply-rules',
  validateSearch: readRuleSearch,
  component: screen(
    () => import('@/features/reply-rules/ReplyRuleList'),
    'ReplyRuleList',
    'replyRules',
    'replies',
    'picker',
  ),
});
const conversations = createRoute({
  getParentRoute: () => account,
  path: '/conversations',
  validateSearch: readConversationsSearch,
  component: screen(
    () => import('@/features/conversations/ConversationList'),
    'ConversationList',
    'conversations',
    'replies',
  ),
});
/** One conversation in the editor; `new` for one that is being written. */
const conversation = createRoute({
  getParentRoute: () => account,
  path: '/conversations/$id',
  validateSearch: readConversationSearch,
  component: screen(
    () => import('@/features/conversations/ConversationEditor'),
    'ConversationEditor',
    'conversations',
    'replies',
    'sortable',
    'picker',
  ),
});
const menu = createRoute({
  getParentRoute: () => account,
  path: '/menu',
  validateSearch: readMenuSearch,
  component: screen(() => import('@/features/menus/MenuPage'), 'MenuPage', 'menus', 'replies', 'picker'),
});
const messages = createRoute({
  getParentRoute: () => account,
  path: '/messages',
  validateSearch: readMessageSearch,
  component: screen(() => import('@/features/messages/MessageList'), 'MessageList', 'activity', 'replies'),
});
const events = createRoute({
  getParentRoute: () => account,
  path: '/events',
  validateSearch: readEventSearch,
  component: screen(() => import('@/features/events/EventList'), 'EventList', 'activity', 'replies'),
});
const contacts = createRoute({
  getParentRoute: () => account,
  path: '/contacts',
  validateSearch: readContactSearch,
  component: screen(
    () => import('@/features/contacts/ContactList'),
    'ContactList',
    'contacts',
    'syncs',
    'tags',
    'activity',
    'replies',
  ),
});
const tags = createRoute({
  getParentRoute: () => account,
  path: '/tags',
  validateSearch: readTagSearch,
  component: screen(() => import('@/features/tags/TagList'), 'TagList', 'tags'),
});
const quotas = createRoute({
  getParentRoute: () => account,
  path: '/quotas',
  component: screen(() => import('@/features/quotas/QuotasPage'), 'QuotasPage', 'quotas'),
});

const settings = createRoute({ getParentRoute: () => shell, path: '/settings', component: SettingsLayout });
const general = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: screen(() => import('@/features/settings/GeneralPage'), 'GeneralPage', 'settings'),
});
const accounts = createRoute({
  getParentRoute: () => settings,
  path: '/accounts',
  component: screen(() => import('@/features/accounts/AccountList'), 'AccountList', 'accounts'),
});
/** The steps of the wizard that connects an account; the address holds step and account, so that it can be resumed. */
export const connectSteps = ['credentials', 'whitelist', 'push', 'capabilities'] as const;
export type ConnectSearch = { step?: (typeof connectSteps)[number]; app?: string };
const connect = createRoute({
  getParentRoute: () => settings,
  path: '/accounts/connect',
  validateSearch: (search: Record<string, unknown>): ConnectSearch => {
    const step = connectSteps.find((s) => s === search.step);
    const app = text(search.app);
    return { ...(step ? { step } : {}), ...(app ? { app } : {}) };
  },
  component: screen(() => import('@/features/accounts/ConnectAccount'), 'ConnectAccount', 'accounts'),
});
const accountSettings = createRoute({
  getParentRoute: () => settings,
  path: '/accounts/$appId',
  component: screen(() => import('@/features/accounts/AccountSettings'), 'AccountSettings', 'accounts'),
});
const operators = createRoute({
  getParentRoute: () => settings,
  path: '/operators',
  component: screen(() => import('@/features/operators/OperatorList'), 'OperatorList', 'operators'),
});
const tokens = createRoute({
  getParentRoute: () => settings,
  path: '/tokens',
  component: screen(() => import('@/features/tokens/TokenList'), 'TokenList', 'tokens'),
});
type AuditSearch = { cursor?: string; page?: number };
const audit = createRoute({
  getParentRoute: () => settings,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>): AuditSearch => {
    const cursor = text(search.cursor);
    const page = Number(search.page);
    return cursor && Number.isInteger(page) && page > 1 ? { cursor, page } : {};
  },
  component: screen(() => import('@/features/audit/AuditList'), 'AuditList', 'audit'),
});

const routeTree = root.addChildren([
  signIn,
  setUp,
  shell.addChildren([
    index,
    account.addChildren([
      overview,
      materials,
      uses,
      massSends,
      massSend,
      journeys,
      journey,
      qrcodes,
      replyRules,
      conversations,
      conversation,
      menu,
      messages,
      events,
      contacts,
      tags,
      quotas,
    ]),
    settings.addChildren([general, accounts, connect, accountSettings, operators, tokens, audit]),
  ]),
]);

/** Makes the router of the console over a query cache, which routes fill before they render. */
export function newRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    defaultPreload: 'intent',
    defaultPendingMs: 200,
    defaultErrorComponent: Crash,
    scrollRestoration: false,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
