import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { useEffect, useRef } from 'react';
import { useAccount } from '@/api/accounts';
import type { Material } from '@/api/client';
import { hasCode } from '@/api/errors';
import { ArticleFrame } from '@/components/ArticleFrame';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { Phone } from '@/components/Phone';
import { isTyping } from '@/lib/keyboard';
import { useTexts } from '@/locales/context';
import { nameOf } from './columns';
import type { useMaterialActions } from './material-actions';
import s from './PreviewDrawer.module.css';
import { PreviewHead } from './PreviewHead';
import { PreviewSide } from './PreviewSide';
import { materialQuery } from './queries';

type Props = {
  appId: string;
  /** What is open; undefined closes the drawer. */
  mediaId: string | undefined;
  /** The article of the message in the phone, from 0. */
  article: number;
  /** The list behind the drawer: `[` and `]` go through it. */
  siblings: readonly Material[];
  actions: ReturnType<typeof useMaterialActions>;
  onShow: (mediaId: string | undefined, article?: number) => void;
  onRemove: (material: Material) => void;
  onPublish: (material: Material) => void;
  /** Called after closing with what was shown last, so that the focus goes back to its row. */
  onClosed: (mediaId: string) => void;
};

/** An article as a follower reads it, beside what is known of its message. The address holds what is open. */
export function PreviewDrawer({ appId, mediaId, article, siblings, actions, onShow, onClosed, ...on }: Props) {
  const texts = useTexts('materials');
  const t = texts.materials;
  // While it slides away the drawer shows what it showed.
  const last = useRef(mediaId ?? '');
  if (mediaId) last.current = mediaId;
  const shownId = last.current;
  const listed = siblings.find((m) => m.media_id === shownId);
  const one = useQuery(materialQuery(appId, shownId));
  const material = one.data?.media_id === shownId ? { ...one.data, ...noteOf(listed) } : listed;
  const account = useAccount(appId);

  const at = siblings.findIndex((m) => m.media_id === shownId);
  const before = siblings[at - 1]?.media_id;
  const after = at < 0 ? undefined : siblings[at + 1]?.media_id;
  useSiblingKeys(
    mediaId !== undefined,
    () => before && onShow(before),
    () => after && onShow(after),
  );

  const open = mediaId !== undefined;
  const wasOpen = useRef(open);
  useEffect(() => {
    // Where motion is cut short the drawer's transition may never run, so its end cannot be waited for alone.
    if (wasOpen.current && !open) setTimeout(() => onClosed(last.current));
    wasOpen.current = open;
  }, [open, onClosed]);

  const index = material && article < material.article_count ? article : 0;
  const title = material?.articles[index]?.title || (material ? nameOf(texts, material) : t.drawer);
  return (
    <Drawer
      open={open}
      onClose={() => onShow(undefined)}
      afterOpenChange={(now) => {
        // After antd, which gives the focus to what opened the drawer, not to what it showed last.
        if (!now) setTimeout(() => onClosed(shownId));
      }}
      size={920}
      closable={false}
      destroyOnHidden
      title={null}
      aria-label={t.drawer}
      styles={{ body: { padding: 0 }, header: { display: 'none' } }}
    >
      <div className={s.wrap}>
        <div className={s.stage}>
          <Phone title={account?.name ?? ''} label={texts.article.preview({ name: title })}>
            {material ? <ArticleFrame appId={appId} mediaId={material.media_id} index={index} title={title} /> : null}
          </Phone>
        </div>
        <div className={s.side}>
          <PreviewHead
            material={material}
            onPrevious={before ? () => onShow(before) : undefined}
            onNext={after ? () => onShow(after) : undefined}
            onClose={() => onShow(undefined)}
          />
          {material ? (
            <PreviewSide
              appId={appId}
              material={material}
              index={index}
              actions={actions}
              onArticle={(next) => onShow(shownId, next)}
              onRemove={() => on.onRemove(material)}
              onPublish={() => on.onPublish(material)}
            />
          ) : one.error ? (
            hasCode(one.error, 'material.unknown') || statusOf(one.error) === 404 ? (
              <EmptyState drawing="lost" title={t.notFound} text={t.notFoundText} />
            ) : (
              <ErrorState error={one.error} onRetry={() => void one.refetch()} />
            )
          ) : null}
        </div>
      </div>
    </Drawer>
  );
}

/** The list knows a note a moment before the single item does. */
function noteOf(listed: Material | undefined) {
  return listed ? { note: listed.note } : {};
}

function statusOf(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null && 'failure' in error
    ? (error.failure as { status?: number }).status
    : undefined;
}

/** `[` and `]` while the drawer is open. The page's own keys rest under an overlay, so these listen for themselves. */
function useSiblingKeys(open: boolean, onPrevious: () => void, onNext: () => void): void {
  const current = useRef({ onPrevious, onNext });
  useEffect(() => {
    current.current = { onPrevious, onNext };
  });
  useEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '[' || event.key === '【') current.current.onPrevious();
      else if (event.key === ']' || event.key === '】') current.current.onNext();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [open]);
}
