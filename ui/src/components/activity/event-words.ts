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
      return event.qrcode ? t.byCode({ name: event.qrcode.name }) : text ? t.scene({ text }) : '';
    case 'scan':
      return event.qrcode ? t.said({ text: event.qrcode.name }) : text ? t.scene({ text }) : '';
    case 'tap':
      if (event.answered_by?.kind === 'menu' && event.answered_by.name) return t.said({ text: event.answered_by.name });
      return text ? t.button({ text }) : '';
    case 'other':
      return [known(texts, event.type) ? '' : event.type, text].filter(Boolean).join(' ');
    case 'unfollow':
      return '';
  }
}

/** What happened, by its kind; by WeChat's type where that says more. */
export function eventName(texts: Texts<'activity'>, event: Pick<Event, 'kind' | 'type'>): string {
  return (event.kind === 'other' && known(texts, event.type)) || texts.activity.kinds[event.kind];
}

/** WeChat's name of a kind of message or event in words; its own name where there are none. */
export function typeWords(texts: Texts<'activity'>, type: string): string {
  return known(texts, type) ?? type;
}

function known(texts: Texts<'activity'>, type: string): string | undefined {
  return texts.activity.types[type.toLowerCase()];
}

/** A push as a sentence: 发来消息「价格」. */
export function eventSentence(texts: Texts<'activity'>, event: Told): string {
  return [eventName(texts, event), eventDetail(texts, event)].filter(Boolean).join(' ');
}
