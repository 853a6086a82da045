import { createContext, use, useContext } from 'react';
import { type Language, loadTexts, type Part, type Texts, zhCN } from './texts';

export type Locale = {
  language: Language;
  texts: Texts;
  /** Switches the language of this browser; the texts arrive a moment later. */
  setLanguage: (language: Language) => void;
};

export const LocaleContext = createContext<Locale>({ language: 'zh-CN', texts: zhCN, setLanguage: () => {} });

/**
 * The common texts in the language shown, and the named parts with them. A part that the screen's route did not bring
 * is loaded now, and the component waits for it.
 */
export function useTexts<P extends Part = never>(...needed: P[]): Texts<P> {
  const { language, texts } = useContext(LocaleContext);
  if (has(texts, needed)) return texts;
  return use(loadTexts(language, ...needed));
}

function has<P extends Part>(texts: Texts, needed: P[]): texts is Texts<P> {
  return needed.every((part) => texts[part] !== undefined);
}

/** The language shown, and the way to change it. */
export function useLocale(): Pick<Locale, 'language' | 'setLanguage'> {
  return useContext(LocaleContext);
}
