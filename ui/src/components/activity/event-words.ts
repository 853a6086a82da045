import type { Event } from '@/api/client';
import type { Texts } from '@/locales/texts';

type Told = Pick<Event, 'kind' | 'type' | 'text'> & Partial<Pick<Event, 'qrcode' | 'answered_by'>>;

/** What a push was about, beside its kind: what was written, which code, which button; '' where nothing more is known. */
export function eventDetail(texts: Texts<'activity'>, event: Told): string {
  const t = texts.activity;
  const text = event.text ?? '';
  switch (event.kind) {
    case 'message':
      return text ? t.said({ text }) : typeWords(texts, event.type);
    case 'option':
      return text ? t.said({ text }) : '';
    case 'follow':
    case 'scan':
      return event.qrcode ? t.code({ name: event.qrcode.name }) : text ? t.scene({ text }) : '';
    case 'tap':
      if (event.answered_by?.kind === 'menu' && event.answered_by.name) return t.said({ text: event.answered_by.name });
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
export function eventSentence(texts: Texts<'activity'>, event: Told): string {
  return [texts.activity.kinds[event.kind], eventDetail(texts, event)].filter(Boolean).join(' ');
}
