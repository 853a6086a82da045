import { createContext, useContext } from 'react';
import { type Texts, zhCN } from './zh-CN';

/** The languages of the console. */
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

export type Locale = {
  language: Language;
  texts: Texts;
  /** Switches the language of this browser; the texts arrive a moment later. */
  setLanguage: (language: Language) => void;
};

export const LocaleContext = createContext<Locale>({ language: 'zh-CN', texts: zhCN, setLanguage: () => {} });

/** The texts in the language shown. */
export function useTexts(): Texts {
  return useContext(LocaleContext).texts;
}

/** The language shown, and the way to change it. */
export function useLocale(): Locale {
  return useContext(LocaleContext);
}
