import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { asApiError } from '@/api/errors';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import s from './ConversationEditor.module.css';
import { copyOf, draftOf, newDraft } from './draft';
import { EditorPage } from './EditorPage';
import { conversationQuery } from './queries';

const route = getRouteApi('/shell/accounts/$appId/conversations/$id');

/** One conversation, edited in the phone; `new` in the address is one that is being written. */
export function ConversationEditor() {
  const { appId, id } = route.useParams();
  const { copy } = route.useSearch();
  if (id !== 'new') return <Loaded key={id} appId={appId} id={id} />;
  if (copy) return <Loaded key={`copy ${copy}`} appId={appId} id={copy} copy />;
  return <EditorPage key="new" appId={appId} initial={newDraft()} />;
}

/** Reads the conversation anew before it is edited: what is saved later must not go back behind it. */
function Loaded({ appId, id, copy }: { appId: string; id: string; copy?: boolean }) {
  const { conversations: t, state } = useTexts('conversations');
  const navigate = useNavigate();
  const query = useQuery({ ...conversationQuery(appId, id), refetchOnWindowFocus: false });
  const read = query.isFetchedAfterMount ? query.data : undefined;
  if (read && copy) return <EditorPage appId={appId} initial={copyOf(read, t.copyOf({ name: read.name }))} />;
  if (read) return <EditorPage appId={appId} read={read} initial={draftOf(read)} />;
  if (!query.error) {
    return (
      <div className={s.ghost} role="status" aria-label={state.loading}>
        <i />
        <i />
        <i />
      </div>
    );
  }
  const back = () => void navigate({ to: '/accounts/$appId/conversations', params: { appId } });
  return asApiError(query.error).failure.status === 404 ? (
    <EmptyState
      drawing="lost"
      title={t.editor.gone}
      text={t.editor.goneText}
      action={{ label: t.editor.back, onClick: back }}
      quiet
    />
  ) : (
    <ErrorState what={t.what} error={query.error} onRetry={() => void query.refetch()} />
  );
}
