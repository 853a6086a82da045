import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App, ConfigProvider } from 'antd';
import zhAntd from 'antd/locale/zh_CN';
import { LoaderCircle } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { ApiError } from '@/api/errors';
import { keys } from '@/api/keys';
import { remember } from '@/lib/remembered';
import { type Locale, LocaleContext } from '@/locales/context';
import { chosenLanguage, type Language, loadTextsInUse } from '@/locales/texts';
import { theme } from '@/theme';

/** Makes the query cache. A 401 of any call ends the session here too, and `onSignedOut` leads to the sign-in page. */
export function newQueryClient(onSignedOut: () => void): QueryClient {
  const watch = (error: Error) => {
    if (error instanceof ApiError && error.failure.status === 401 && client.getQueryData(keys.session)) {
      client.removeQueries({ queryKey: keys.session });
      onSignedOut();
    }
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: watch }),
    mutationCache: new MutationCache({ onError: watch }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: false,
        // A refusal will be the same again; only what may pass by itself is tried once more.
        retry: (failures, error) =>
          failures < 1 && error instanceof ApiError && (error.failure.status === 0 || error.failure.status >= 500),
      },
    },
  });
  return client;
}

type Loaded = { language: Language; texts: Locale['texts']; antd: typeof zhAntd };

async function load(language: Language): Promise<Loaded> {
  const [texts, antd] = await Promise.all([
    loadTextsInUse(language),
    language === 'en' ? import('antd/locale/en_US').then((module) => module.default) : zhAntd,
  ]);
  return { language, texts, antd };
}

/** Loads what the first paint needs in this browser's language. */
export function firstLocale(): Promise<Loaded> {
  return load(chosenLanguage());
}

/** In place of antd's, which puts an English word into the button's name and stays there until it has moved away. */
const loadingIcon = <LoaderCircle size={15} aria-hidden="true" className="turning" />;

type Props = { client: QueryClient; first: Loaded; children: ReactNode };

/** Gives every screen its texts, theme, query cache and messages. */
export function Providers({ client, first, children }: Props) {
  const [loaded, setLoaded] = useState(first);
  const setLanguage = useCallback((language: Language) => {
    remember('language', language);
    void load(language).then(setLoaded);
  }, []);
  useEffect(() => {
    document.documentElement.lang = loaded.language;
  }, [loaded.language]);
  const locale = useMemo<Locale>(
    () => ({ language: loaded.language, texts: loaded.texts, setLanguage }),
    [loaded, setLanguage],
  );
  return (
    <LocaleContext value={locale}>
      <ConfigProvider
        locale={loaded.antd}
        theme={theme}
        button={{ autoInsertSpace: false, loadingIcon }}
        wave={{ disabled: true }}
        form={{ requiredMark: false, scrollToFirstError: true }}
      >
        <App message={{ maxCount: 3 }}>
          <QueryClientProvider client={client}>{children}</QueryClientProvider>
        </App>
      </ConfigProvider>
    </LocaleContext>
  );
}
