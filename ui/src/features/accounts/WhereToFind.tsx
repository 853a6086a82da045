import { ExternalLink } from 'lucide-react';
import { useTexts } from '@/locales/context';
import { PlatformPicture } from './PlatformPicture';
import s from './WhereToFind.module.css';

/** Where AppID and AppSecret are at WeChat: a drawing whose numbers are those of the steps. */
export function WhereToFind() {
  const t = useTexts('accounts');
  const g = t.accounts.guide;
  return (
    <aside className={s.guide} aria-labelledby="where-to-find">
      <h3 id="where-to-find">{g.title}</h3>
      <PlatformPicture label={g.picture} at="credentials" />
      <ol>
        {g.steps.map((step, i) => (
          <li key={step}>
            <b className="num" aria-hidden="true">
              {i + 1}
            </b>
            {step}
          </li>
        ))}
      </ol>
      <a className="link" href="https://developers.weixin.qq.com/platform" target="_blank" rel="noreferrer">
        {g.open} <ExternalLink size={13} aria-hidden="true" />
      </a>
    </aside>
  );
}
