import { useState } from 'react';
import { useTexts } from '@/locales/context';
import s from './ArticleFrame.module.css';

type Props = {
  appId: string;
  mediaId: string /** Which article of the message, from 0. */;
  index: number;
  title: string;
};

/**
 * The body of an article. The frame is sandboxed without any permission and the server answers with a policy of its own,
 * so that what somebody else wrote can neither run here nor look around.
 */
export function ArticleFrame({ appId, mediaId, index, title }: Props) {
  const t = useTexts();
  const src = `/preview/${encodeURIComponent(appId)}/${encodeURIComponent(mediaId)}/${index}`;
  const [loaded, setLoaded] = useState<string>();
  return (
    <div className={s.place}>
      {loaded === src ? null : (
        <div className={s.waiting} role="status">
          <i />
          <i />
          <i />
          <span className="unseen">{t.article.loading}</span>
        </div>
      )}
      <iframe
        key={src}
        className={s.frame}
        title={t.article.body({ name: title })}
        sandbox=""
        referrerPolicy="no-referrer"
        src={src}
        onLoad={() => setLoaded(src)}
      />
    </div>
  );
}
