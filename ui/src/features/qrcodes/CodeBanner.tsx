import { Button } from 'antd';
import { CircleAlert, LoaderCircle } from 'lucide-react';
import { JobBanner } from '@/components/JobBanner';
import { useTexts } from '@/locales/context';
import s from './QRCodeList.module.css';
import type { CodeFacets } from './queries';

type Props = { facets: CodeFacets | undefined; onShow: () => void };

/** How many codes WeChat has still to make, and how many it refused; nothing where all are made. */
export function CodeBanner({ facets, onShow }: Props) {
  const { qrcodes: t } = useTexts('qrcodes');
  if (!facets || facets.pending + facets.refused === 0) return null;
  return (
    <div className={s.banner}>
      {facets.pending > 0 ? (
        <JobBanner
          tone="running"
          icon={LoaderCircle}
          turning
          title={t.pending({ n: facets.pending })}
          facts={[t.pendingHint]}
          announce={t.pending({ n: facets.pending })}
        />
      ) : null}
      {facets.refused > 0 ? (
        <JobBanner
          tone="failed"
          icon={CircleAlert}
          title={t.refused({ n: facets.refused })}
          actions={
            <Button size="small" onClick={onShow}>
              {t.refusedShow}
            </Button>
          }
        />
      ) : null}
    </div>
  );
}
