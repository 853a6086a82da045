import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { Plus, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { Tag } from '@/api/client';
import { asApiError } from '@/api/errors';
import { useMay } from '@/api/session';
import { tagsQuery } from '@/api/tags';
import { PageHead } from '@/components/PageHead';
import { SearchField } from '@/components/SearchField';
import { Age } from '@/components/Time';
import { TaggingBanner } from '@/components/tagging/TaggingBanner';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import { DeleteTag } from './DeleteTag';
import { useRefreshTags } from './queries';
import { TagEditor } from './TagEditor';
import s from './TagList.module.css';
import { TagTable } from './TagTable';

const route = getRouteApi('/shell/accounts/$appId/tags');

/** 标签: the tags that WeChat keeps on followers, how many have each, making, renaming and deleting them. */
export function TagList() {
  const { appId } = route.useParams();
  return <Page key={appId} appId={appId} />;
}

type Dialog = { open: boolean; tag?: Tag | undefined };

function Page({ appId }: { appId: string }) {
  const { tags: t } = useTexts('tags');
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay('operator');
  const tags = useQuery(tagsQuery(appId));
  const [editing, setEditing] = useState<Dialog>({ open: false });
  const [deleting, setDeleting] = useState<Dialog>({ open: false });
  const sheet = tags.data;
  const full = sheet !== undefined && sheet.items.filter((tag) => !tag.system).length >= sheet.max;
  const onSearch = (text: string) => void navigate({ search: text.trim() ? { q: text } : {}, replace: true });
  return (
    <>
      <PageHead
        title={t.title}
        desc={t.lead}
        actions={
          may ? (
            <>
              <RefreshButton appId={appId} />
              <Button
                type="primary"
                icon={<Plus size={15} aria-hidden="true" />}
                disabled={full}
                title={full ? t.full : undefined}
                onClick={() => setEditing({ open: true })}
              >
                {t.create}
              </Button>
            </>
          ) : undefined
        }
      />
      <div className={s.banner}>
        <TaggingBanner appId={appId} />
      </div>
      <div className={s.body}>
        <div className={s.toolbar}>
          <SearchField label={t.search} placeholder={t.searchHint} value={q} slash onSearch={onSearch} />
          {sheet ? (
            <p className={`${s.told} num`}>
              {t.used({ n: sheet.items.filter((tag) => !tag.system).length, max: sheet.max })}
              <i aria-hidden="true">·</i>
              {t.perPerson({ max: sheet.max_of_contact })}
              <i aria-hidden="true">·</i>
              {sheet.fetched_at ? (
                <span>
                  {t.readAt}
                  <Age at={sheet.fetched_at} />
                </span>
              ) : (
                t.neverRead
              )}
            </p>
          ) : null}
        </div>
        <TagTable
          appId={appId}
          tags={sheet?.items}
          query={tags}
          q={q}
          onClear={() => onSearch('')}
          onCreate={may ? () => setEditing({ open: true }) : undefined}
          onRename={(tag) => setEditing({ open: true, tag })}
          onDelete={(tag) => setDeleting({ open: true, tag })}
        />
      </div>
      <TagEditor
        appId={appId}
        sheet={sheet}
        {...editing}
        onClose={() => setEditing((now) => ({ ...now, open: false }))}
      />
      <DeleteTag appId={appId} {...deleting} onClose={() => setDeleting((now) => ({ ...now, open: false }))} />
    </>
  );
}

function RefreshButton({ appId }: { appId: string }) {
  const texts = useTexts('tags');
  const t = texts.tags;
  const refresh = useRefreshTags(appId);
  const { message } = App.useApp();
  const read = () =>
    refresh.mutate(undefined, {
      onSuccess: () => void message.success(t.refreshed),
      onError: (error) => {
        const { title, cure } = failureWords(texts, asApiError(error).failure);
        void message.error(`${title} · ${cure}`, 6);
      },
    });
  return (
    <Button icon={<RefreshCw size={14} aria-hidden="true" />} loading={refresh.isPending} onClick={read}>
      {refresh.isPending ? t.refreshing : t.refresh}
    </Button>
  );
}
