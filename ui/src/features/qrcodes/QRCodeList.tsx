import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useAccount } from '@/api/accounts';
import { useMay } from '@/api/session';
import { PageHead } from '@/components/PageHead';
import { useTexts } from '@/locales/context';
import { CannotHave } from './CannotHave';
import { CodeBanner } from './CodeBanner';
import { CodePages } from './CodePages';
import { CodesEmpty } from './CodesEmpty';
import { CodeToolbar } from './CodeToolbar';
import type { Wanted } from './code-pictures';
import { DeleteCode } from './DeleteCode';
import type { QRCode } from './queries';
import { type CodeSearch, isNarrowed } from './search';
import { useFacets } from './use-facets';

const CodeDrawer = lazy(() => import('./CodeDrawer').then((m) => ({ default: m.CodeDrawer })));
const DownloadDialog = lazy(() => import('./DownloadDialog').then((m) => ({ default: m.DownloadDialog })));
const ImportDialog = lazy(() => import('./ImportDialog').then((m) => ({ default: m.ImportDialog })));

const route = getRouteApi('/shell/accounts/$appId/qrcodes');

/** 带参二维码: the codes of an account, each with what it brought. */
export function QRCodeList() {
  const { appId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const onSearch = (change: Partial<CodeSearch>) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  return <Page key={appId} appId={appId} search={search} onSearch={onSearch} />;
}

type Props = { appId: string; search: CodeSearch; onSearch: (change: Partial<CodeSearch>) => void };

function Page({ appId, search, onSearch }: Props) {
  const { qrcodes: t } = useTexts('qrcodes');
  const may = useMay('operator');
  const account = useAccount(appId);
  const facets = useFacets(appId);
  const [deleting, setDeleting] = useState<{ open: boolean; code?: QRCode }>({ open: false });
  const [saving, setSaving] = useState<{ open: boolean; wanted?: Wanted }>({ open: false });
  const seen = useSeen({ drawer: search.code !== undefined, file: search.panel !== undefined, saving: saving.open });

  const able = account?.kind === 'service' && account.verified;
  const makes = may && able;
  const begin = () => onSearch({ code: 'new' });
  const importFile = () => onSearch({ panel: 'import' });
  const refine = (change: Partial<CodeSearch>) => onSearch({ ...change, cursor: undefined, page: undefined });
  const save = (wanted: Wanted) => setSaving({ open: true, wanted });
  const remove = (code: QRCode) => setDeleting({ open: true, code });
  return (
    <>
      <PageHead
        title={t.title}
        desc={t.lead}
        actions={
          makes ? (
            <>
              <Button onClick={importFile}>{t.import}</Button>
              <Button type="primary" icon={<Plus size={15} aria-hidden="true" />} onClick={begin}>
                {t.create}
              </Button>
            </>
          ) : undefined
        }
      />
      <CodeBanner facets={facets} onShow={() => refine({ unmade: true })} />
      <CodePages
        appId={appId}
        search={search}
        onSearch={onSearch}
        onRefine={refine}
        onDelete={remove}
        onSave={save}
        makes={makes}
        above={(some) => (
          <>
            {some && account && !able ? <CannotHave account={account} some /> : null}
            {some || isNarrowed(search) ? (
              <CodeToolbar search={search} facets={facets} able={able} onRefine={refine} />
            ) : null}
          </>
        )}
        empty={
          account && !able ? (
            <CannotHave account={account} />
          ) : (
            <CodesEmpty onCreate={makes ? begin : undefined} onImport={importFile} />
          )
        }
      />
      <DeleteCode appId={appId} {...deleting} onClose={() => setDeleting((now) => ({ ...now, open: false }))} />
      <Suspense>
        {seen.drawer ? (
          <CodeDrawer appId={appId} search={search} able={able} onSearch={onSearch} onDelete={remove} onSave={save} />
        ) : null}
        {seen.saving ? (
          <DownloadDialog appId={appId} {...saving} onClose={() => setSaving((now) => ({ ...now, open: false }))} />
        ) : null}
        {seen.file ? (
          <ImportDialog
            appId={appId}
            open={search.panel === 'import' && makes}
            onClose={() => onSearch({ panel: undefined })}
          />
        ) : null}
      </Suspense>
    </>
  );
}

type Seen = { drawer: boolean; file: boolean; saving: boolean };

/** What has been opened once stays mounted, so that closing it gives the focus back; what never was is not loaded. */
function useSeen(now: Seen): Seen {
  const [seen, setSeen] = useState(now);
  const next = {
    drawer: seen.drawer || now.drawer,
    file: seen.file || now.file,
    saving: seen.saving || now.saving,
  };
  if (next.drawer !== seen.drawer || next.file !== seen.file || next.saving !== seen.saving) setSeen(next);
  return next;
}
