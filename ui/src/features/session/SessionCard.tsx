import type { ReactNode } from 'react';
import { useLocale, useTexts } from '@/locales/context';
import s from './SessionCard.module.css';

type Props = { title: string; text?: string | undefined; children: ReactNode };

/** The one card of the pages before the sign-in, with the product's name above and the language below. */
export function SessionCard({ title, text, children }: Props) {
  const t = useTexts('session');
  const { language, setLanguage } = useLocale();
  return (
    <main id="main" className={s.page}>
      <div className={s.brand}>
        <svg width="40" height="40" viewBox="0 0 32 32" aria-hidden="true">
          <rect width="32" height="32" rx="9" className={s.mark} />
          <rect x="8" y="8" width="16" height="8" rx="2.200" className={s.cover} />
          <path d="M9 20.500h14M9 24.500h8.500" className={s.lines} />
        </svg>
        <div>
          <b>{t.product}</b>
          <p>{t.session.welcome}</p>
        </div>
      </div>
      <section className={s.card} aria-labelledby="session-title">
        <h1 id="session-title">{title}</h1>
        {text ? <p className={s.text}>{text}</p> : null}
        {children}
      </section>
      <footer className={s.footer}>
        <button
          type="button"
          lang={language === 'en' ? 'zh-CN' : 'en'}
          onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}
        >
          {t.session.language}
        </button>
      </footer>
    </main>
  );
}
