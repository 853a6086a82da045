import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { Search } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Material } from '@/api/client';
import { Card } from '@/components/Card';
import { ErrorState } from '@/components/ErrorState';
import { type Usage, type Use, usagesQuery } from '@/components/material-picker/queries';
import { PageHead } from '@/components/PageHead';
import { useTexts } from '@/locales/context';
import { LookedUp } from './LookedUp';
import s from './UsesPage.module.css';

const MaterialPicker = lazy(() =>
  import('@/components/material-picker/MaterialPicker').then((m) => ({ default: m.MaterialPicker })),
);

const route = getRouteApi('/shell/accounts/$appId/uses');

/** 在哪能用: the table of uses in words, and what of this account each of them takes. */
export function UsesPage() {
  const { appId } = route.useParams();
  return <Page key={appId} appId={appId} />;
}

function Page({ appId }: { appId: string }) {
  const { picker: t } = useTexts('picker');
  const usages = useQuery(usagesQuery);
  const [use, setUse] = useState<Use>();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<Material>();
  const lookUp = (next: Use) => {
    setUse(next);
    setOpen(true);
  };
  return (
    <>
      <PageHead title={t.usesTitle} desc={t.usesLead} />
      <div className={s.page}>
        {usages.error ? (
          <ErrorState what={t.usesTable} error={usages.error} onRetry={() => void usages.refetch()} />
        ) : (
          <UsesTable usages={usages.data ?? []} onLookUp={lookUp} />
        )}
        <Card title={t.chosenTitle}>
          {chosen && usages.data ? (
            <LookedUp material={chosen} usages={usages.data} />
          ) : (
            <p className={s.hint}>{t.chosenHint}</p>
          )}
        </Card>
        <div className={s.why}>
          <Card title={t.why}>
            <p className={s.hint}>{t.whyText}</p>
          </Card>
          <Card title={t.whySeveral}>
            <p className={s.hint}>{t.whySeveralText}</p>
          </Card>
        </div>
      </div>
      {use ? (
        <Suspense>
          <MaterialPicker
            appId={appId}
            use={use}
            open={open}
            onClose={() => setOpen(false)}
            onTake={(choice) => {
              setChosen(choice);
              setOpen(false);
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}

function UsesTable({ usages, onLookUp }: { usages: readonly Usage[]; onLookUp: (use: Use) => void }) {
  const { picker: t } = useTexts('picker');
  return (
    <table className={s.table} aria-label={t.usesTable}>
      <thead>
        <tr>
          <th scope="col">{t.columnUse}</th>
          <th scope="col">{t.columnSources}</th>
          <th scope="col">{t.columnCount}</th>
          <th scope="col">{t.columnInterface}</th>
          <th scope="col">
            <span className="unseen">{t.columnLookUp}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {usages.map((usage) => (
          <tr key={usage.use}>
            <th scope="row">
              {t.use[usage.use]}
              <small>{t.useText[usage.use]}</small>
            </th>
            <td>
              {usage.sources.map((source) => (
                <span key={source} className={s.source}>
                  {t.source[source]}
                </span>
              ))}
            </td>
            <td>{usage.several ? t.singleOrSeveral : t.onlySingle}</td>
            <td>
              {t.interface[usage.interface]}
              <small>{t.interfaceText[usage.interface]}</small>
            </td>
            <td>
              <Button
                icon={<Search size={14} aria-hidden="true" />}
                aria-label={t.lookUpFor({ use: t.use[usage.use] })}
                onClick={() => onLookUp(usage.use)}
              >
                {t.lookUp}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
