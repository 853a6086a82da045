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
  const first = await firstLocale();
  document.documentElement.lang = first.language;
  createRoot(root).render(
    <Providers client={client} first={first}>
      <RouterProvider router={router} />
    </Providers>,
  );
}

void start();
