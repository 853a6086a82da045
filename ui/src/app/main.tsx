import './nonce';
import '@/tokens.css';
import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { firstLocale, newQueryClient, Providers } from './providers';
import { newRouter } from './router';

async function start() {
  const client = newQueryClient(() => {
    const { pathname, searchStr } = router.state.location;
    void router.navigate({ to: '/sign-in', search: { next: pathname + searchStr } });
  });
  const router = newRouter(client);
  const root = document.getElementById('root');
  if (!root) return;
  for (const { routeId } of router.matchRoutes(router.latestLocation)) {
    preloadScreen(router.routesById[routeId as keyof typeof router.routesById]);
  }
  // The page shows the console's frame already: it stays until there is something to put in its place.
  const [first] = await Promise.all([firstLocale(), router.load()]);
  document.documentElement.lang = first.language;
  createRoot(root).render(
    <Providers client={client} first={first}>
      <RouterProvider router={router} />
    </Providers>,
  );
}

/** Fetches a screen while the session is asked for, not after it. */
function preloadScreen(route: { options: { component?: unknown } }) {
  const component = route.options.component as { preload?: () => Promise<unknown> } | undefined;
  // What fails here fails again where it is needed, and is told there.
  component?.preload?.().catch(() => {});
}

void start();
