import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { ChevronLeft, Redo2, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '@/api/session';
import { LeaveGuard } from '@/components/LeaveGuard';
import { PageHead } from '@/components/PageHead';
import { RowAction } from '@/components/RowAction';
import { conversationsQuery } from '@/components/reply-editor/queries';
import { ageWords } from '@/components/Time';
import { useUndoToast } from '@/components/use-undo-toast';
import { useKeys } from '@/lib/keyboard';
import { useNow } from '@/lib/use-now';
import { useTexts } from '@/locales/context';
import s from './ConversationEditor.module.css';
import { ConversationMap } from './ConversationMap';
import { DeleteConversation } from './DeleteConversation';
import { among, type Draft } from './draft';
import { HowSent } from './HowSent';
import { OptionPanel } from './OptionPanel';
import { PhoneStage } from './PhoneStage';
import type { Conversation } from './queries';
import { StartedBy } from './StartedBy';
import { type Editor, useEditor } from './use-editor';

type Props = {
  appId: string;
  /** The conversation that is changed; undefined for a new one. */
  read?: Conversation;
  initial: Draft;
};

/** The editor of a conversation: phone, the chosen option's reply, where it leads. */
export function EditorPage({ appId, read, initial }: Props) {
  const { conversations: t } = useTexts('conversations');
  const may = useMay('operator');
  const editor = useEditor(appId, read, initial);
  const { draft, saved } = editor;
  const navigate = useNavigate();
  const toast = useUndoToast();
  const [leaving, setLeaving] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const others = useQuery(conversationsQuery(appId)).data ?? [];
  const id = saved?.id ?? 'new';
  const all = among(others, id, draft);

  const save = async (force = false) => {
    if (!may || editor.busy) return;
    const written = await editor.save(force);
    if (!written) return;
    toast({ text: t.editor.saved({ name: written.name }) });
    if (!saved) {
      setLeaving(true);
      await navigate({
        to: '/accounts/$appId/conversations/$id',
        params: { appId, id: written.id },
        search: {},
        replace: true,
        ignoreBlocker: true,
      });
    }
  };
  useKeys({
    'mod+s': () => void save(),
    'mod+z': (event) => (event.shiftKey ? editor.redo : editor.undo)?.(),
  });
  return (
    <>
      <LeaveGuard when={editor.dirty && !leaving} />
      <PageHead
        above={
          <Link to="/accounts/$appId/conversations" params={{ appId }} className={s.back}>
            <ChevronLeft size={15} aria-hidden="true" />
            {t.title}
          </Link>
        }
        title={draft.name.trim() || (saved ? t.editor.untitled : t.editor.create)}
        desc={<State editor={editor} />}
        actions={
          may ? (
            <Actions
              editor={editor}
              onSave={() => void save()}
              onDelete={saved ? () => setDeleting(true) : undefined}
            />
          ) : undefined
        }
      />
      <div className={s.page}>
        <PhoneStage className={s.stage} appId={appId} editor={editor} all={all} id={id} disabled={!may} />
        <OptionPanel
          className={s.option}
          appId={appId}
          id={saved?.id}
          editor={editor}
          disabled={!may}
          onOverwrite={() => void save(true)}
        />
        <aside className={s.side}>
          <ConversationMap appId={appId} all={all} here={id} />
          <HowSent appId={appId} />
          <StartedBy appId={appId} uses={saved?.used_by ?? []} />
        </aside>
      </div>
      <DeleteConversation
        appId={appId}
        open={deleting}
        conversation={saved}
        onClose={() => setDeleting(false)}
        onDeleted={() =>
          void navigate({ to: '/accounts/$appId/conversations', params: { appId }, ignoreBlocker: true })
        }
      />
    </>
  );
}

/** Whether there is something to save, else by whom and when it was. */
function State({ editor: { dirty, saved } }: { editor: Editor }) {
  const texts = useTexts('conversations');
  const t = texts.conversations;
  const may = useMay('operator');
  const now = useNow();
  if (!may) return t.viewerOnly;
  if (dirty) return <span className={s.unsaved}>{t.editor.unsaved}</span>;
  if (!saved) return t.editor.fresh;
  return t.editor.savedAt({ by: saved.updated_by, at: ageWords(texts, saved.updated_at, now) });
}

type ActionsProps = { editor: Editor; onSave: () => void; onDelete: (() => void) | undefined };

function Actions({ editor, onSave, onDelete }: ActionsProps) {
  const { conversations: texts } = useTexts('conversations');
  const t = texts.editor;
  const { undo, redo, busy, dirty, saved } = editor;
  return (
    <>
      {onDelete ? <RowAction icon={Trash2} label={t.remove} title={t.remove} onClick={onDelete} /> : null}
      <RowAction icon={Undo2} label={t.undo} title={`${t.undo} Ctrl Z`} disabled={!undo} onClick={() => undo?.()} />
      <RowAction
        icon={Redo2}
        label={t.redo}
        title={`${t.redo} Ctrl Shift Z`}
        disabled={!redo}
        onClick={() => redo?.()}
      />
      <Button type="primary" loading={busy} disabled={saved !== undefined && !dirty} title="Ctrl S" onClick={onSave}>
        {busy ? t.saving : t.save}
      </Button>
    </>
  );
}
