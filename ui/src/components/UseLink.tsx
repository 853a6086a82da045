import { Link } from '@tanstack/react-router';
import type { UsedBy } from '@/api/client';

type Props = {
  appId: string;
  use: Pick<UsedBy, 'kind' | 'id' | 'name'>;
  /** What the link does, in words, where the name alone does not say it. */
  title?: string | undefined;
};

/** The name of what uses or answers something, as the way to it; of a kind that has no place of its own, the name. */
export function UseLink({ appId, use, title = use.name }: Props) {
  const link = { className: 'link', title };
  switch (use.kind) {
    case 'reply_rule':
      return (
        <Link {...link} to="/accounts/$appId/reply-rules" params={{ appId }} search={{ rule: use.id }}>
          {use.name}
        </Link>
      );
    case 'qrcode':
      return (
        <Link {...link} to="/accounts/$appId/qrcodes" params={{ appId }} search={{ code: use.id }}>
          {use.name}
        </Link>
      );
    case 'conversation':
      return (
        <Link {...link} to="/accounts/$appId/conversations/$id" params={{ appId, id: use.id }} search={{}}>
          {use.name}
        </Link>
      );
    case 'journey':
      return (
        <Link {...link} to="/accounts/$appId/journeys/$id" params={{ appId, id: use.id }}>
          {use.name}
        </Link>
      );
    case 'mass_send':
      return (
        <Link {...link} to="/accounts/$appId/mass-sends/$id" params={{ appId, id: use.id }}>
          {use.name}
        </Link>
      );
    case 'menu':
      return (
        <Link {...link} to="/accounts/$appId/menu" params={{ appId }}>
          {use.name}
        </Link>
      );
  }
  return <span title={use.name}>{use.name}</span>;
}
