import { useTexts } from '@/locales/context';
import type { UsedBy } from './queries';
import { Uses } from './Uses';

/** What begins the conversation. */
export function StartedBy({ appId, uses }: { appId: string; uses: readonly UsedBy[] }) {
  const { conversations: t } = useTexts('conversations');
  return (
    <section aria-label={t.starts.title}>
      <h2>{t.starts.title}</h2>
      {uses.length > 0 ? <Uses appId={appId} uses={uses} /> : <p>{t.starts.none}</p>}
    </section>
  );
}
