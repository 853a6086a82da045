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
import { DeleteCode } from './DeleteCode';
import type { QRCode } from './queries';
import { type CodeSearch, isNarrowed } from './search';
import { useFacets } from './use-facets';

const CodeDrawer = lazy(() => import('./CodeDrawer').then((m) => ({ default: m.CodeDrawer })));

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
  const [seen, setSeen] = useState(search.code !== undefined);
  if (search.code !== undefined && !seen) setSeen(true);

  const able = account?.kind === 'service' && account.verified;
  const makes = may && able;
  const begin = () => onSearch({ code: 'new' });
  const refine = (change: Partial<CodeSearch>) => onSearch({ ...change, cursor: undefined, page: undefined });
  const remove = (code: QRCode) => setDeleting({ open: true, code });
  return (
    <>
      <PageHead
        title={t.title}
        desc={t.lead}
        actions={
          makes ? (
            <Button type="primary" icon={<Plus size={15} aria-hidden="true" />} onClick={begin}>
              {t.create}
            </Button>
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
          account && !able ? <CannotHave account={account} /> : <CodesEmpty onCreate={makes ? begin : undefined} />
        }
      />
      <DeleteCode appId={appId} {...deleting} onClose={() => setDeleting((now) => ({ ...now, open: false }))} />
      <Suspense>
        {seen ? <CodeDrawer appId={appId} search={search} able={able} onSearch={onSearch} onDelete={remove} /> : null}
      </Suspense>
    </>
  );
}
