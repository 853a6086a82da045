import { useQuery } from '@tanstack/react-query';
import { ArticleCard } from '@/components/ArticleCard';
import { chosenQuery } from '@/components/material-picker/queries';
import { useTexts } from '@/locales/context';
import s from './Composer.module.css';
import type { MassSend } from './queries';

type Props = { appId: string; mediaId: string | undefined; send?: MassSend | undefined };

/** The message as followers see it; of what is no longer at WeChat, what the send remembers. */
export function PhonePreview({ appId, mediaId, send }: Props) {
  const { massSends: t } = useTexts('massSends');
  const material = useQuery({ ...chosenQuery(appId, mediaId ?? ''), enabled: Boolean(mediaId) }).data;
  const articles =
    material?.articles ?? send?.articles.map(({ index, title }) => ({ index, title, cover_url: '' })) ?? [];
  return (
    <section aria-label={t.preview}>
      {articles.length > 0 ? <ArticleCard articles={articles} /> : <p className={s.nothing}>{t.previewEmpty}</p>}
    </section>
  );
}
