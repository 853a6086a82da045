import type { Event } from '@/api/client';
import type { Texts } from '@/locales/texts';

/** What a push was about, beside its kind: what was written, which code, which button; '' where nothing more is known. */
export function eventDetail(texts: Texts<'activity'>, event: Pick<Event, 'kind' | 'type' | 'text'>): string {
  const t = texts.activity;
  const text = event.text ?? '';
  switch (event.kind) {
    case 'message':
      return text ? t.said({ text }) : typeWords(texts, event.type);
    case 'option':
      return text ? t.said({ text }) : '';
    case 'follow':
    case 'scan':
      return text ? t.scene({ text }) : '';
    case 'tap':
      return text ? t.button({ text }) : '';
    case 'other':
      return text ? `${typeWords(texts, event.type)} ${text}` : typeWords(texts, event.type);
    case 'unfollow':
      return '';
  }
}

/** WeChat's name of a kind of message or event in words; its own name where there are none. */
export function typeWords(texts: Texts<'activity'>, type: string): string {
  return texts.activity.types[type.toLowerCase()] ?? type;
}

/** A push as a sentence: 发来消息「价格」. */
export function eventSentence(texts: Texts<'activity'>, event: Pick<Event, 'kind' | 'type' | 'text'>): string {
  return [texts.activity.kinds[event.kind], eventDetail(texts, event)].filter(Boolean).join(' ');
}
