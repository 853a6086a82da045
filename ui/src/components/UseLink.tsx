import { Link, type LinkProps } from '@tanstack/react-router';
import type { UsedBy } from '@/api/client';

type Use = Pick<UsedBy, 'kind' | 'id' | 'name'>;

/** The way to what uses or answers something; none for a kind that has no place of its own. */
export function wayTo(appId: string, use: Use): Pick<LinkProps, 'to' | 'params' | 'search'> | undefined {
  const params = { appId };
  const one = { appId, id: use.id };
  switch (use.kind) {
    case 'reply_rule':
      return { to: '/accounts/$appId/reply-rules', params, search: { rule: use.id } };
    case 'qrcode':
      return { to: '/accounts/$appId/qrcodes', params, search: { code: use.id } };
    case 'conversation':
      return { to: '/accounts/$appId/conversations/$id', params: one, search: {} };
    case 'journey':
      return { to: '/accounts/$appId/journeys/$id', params: one };
    case 'mass_send':
      return { to: '/accounts/$appId/mass-sends/$id', params: one };
    case 'menu':
      return { to: '/accounts/$appId/menu', params };
  }
  return undefined;
}

type Props = {
  appId: string;
  use: Use;
  /** What the link does, in words, where the name alone does not say it. */
  title?: string | undefined;
};

/** The name of what uses or answers something, as the way to it. */
export function UseLink({ appId, use, title = use.name }: Props) {
  const way = wayTo(appId, use);
  if (!way) return <span title={use.name}>{use.name}</span>;
  return (
    <Link {...way} className="link" title={title}>
      {use.name}
    </Link>
  );
}
