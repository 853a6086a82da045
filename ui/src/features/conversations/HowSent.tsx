import { ListOrdered, MousePointerClick } from 'lucide-react';
import { useAccount } from '@/api/accounts';
import { useTexts } from '@/locales/context';
import s from './HowSent.module.css';

/** Whether the account sends options that can be tapped or numbered text, and what a tap counts as. */
export function HowSent({ appId }: { appId: string }) {
  const { conversations: texts } = useTexts('conversations');
  const t = texts.sent;
  const account = useAccount(appId);
  if (!account) return null;
  const Icon = account.verified ? MousePointerClick : ListOrdered;
  return (
    <section aria-label={t.title} className={s.sent}>
      <h2>{t.title}</h2>
      <strong>
        <Icon size={15} strokeWidth={1.75} aria-hidden="true" />
        {account.verified ? t.tappable : t.numbered}
      </strong>
      <p>{account.verified ? t.tappableText : t.numberedText}</p>
      {account.verified ? <p>{t.tap}</p> : null}
    </section>
  );
}
