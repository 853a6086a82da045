import { Ellipsis, RefreshCw } from 'lucide-react';
import { Spark } from '@/components/chart/Spark';
import type { Column } from '@/components/DataTable';
import { Highlight } from '@/components/Highlight';
import lists from '@/components/List.module.css';
import { RowAction } from '@/components/RowAction';
import { ReplyLine } from '@/components/reply-editor/ReplyLine';
import { count } from '@/lib/numbers';
import type { Texts } from '@/locales/texts';
import s from './CodeTable.module.css';
import { CodeThumb } from './CodeThumb';
import { lifeOf } from './code-life';
import { lifeWords, placeWords } from './code-words';
import type { QRCode } from './queries';

type Options = {
  texts: Texts<'qrcodes' | 'replies'>;
  appId: string;
  q: string;
  now: number;
  onOpen: (code: QRCode) => void;
  /** The code whose menu is open. */
  menuId: string | undefined;
  onMenu: (code: QRCode, anchor: HTMLElement) => void;
};

/** The columns of the codes. */
export function codeColumns(options: Options): Column<QRCode>[] {
  const { texts, menuId, onMenu } = options;
  const t = texts.qrcodes;
  const figure = (n: number) => <span className={n === 0 ? lists.quiet : 'num'}>{count(n)}</span>;
  return [
    {
      key: 'code',
      title: t.columns.code,
      width: 'var(--code)',
      render: (code) => <NameCell code={code} {...options} />,
    },
    { key: 'kind', title: t.columns.kind, width: '104px', render: (code) => <KindCell code={code} {...options} /> },
    { key: 'replies', title: t.columns.replies, render: (code) => <ReplyCell code={code} texts={texts} /> },
    { key: 'scans', title: t.columns.scans, width: '64px', align: 'end', render: (code) => figure(code.scans) },
    {
      key: 'followers',
      title: t.columns.followers,
      width: '72px',
      align: 'end',
      render: (code) => figure(code.new_followers),
    },
    { key: 'days', title: t.columns.days, width: '108px', render: (code) => <DaysCell code={code} texts={texts} /> },
    {
      key: 'actions',
      title: texts.actions.more,
      untitled: true,
      width: '48px',
      align: 'end',
      render: (code) => (
        <RowAction
          icon={Ellipsis}
          title={texts.actions.more}
          label={texts.table.more({ name: code.name })}
          menu
          expanded={menuId === code.id}
          onClick={(event) => onMenu(code, event.currentTarget)}
        />
      ),
    },
  ];
}

function NameCell({ code, texts, appId, q, onOpen }: Options & { code: QRCode }) {
  const place = placeWords(texts, code);
  return (
    <div className={s.code}>
      <CodeThumb appId={appId} code={code} size={48} />
      <div className={s.words}>
        <button type="button" className={lists.name} data-primary title={code.name} onClick={() => onOpen(code)}>
          <Highlight text={code.name} search={q} />
        </button>
        <span className={s.place} title={place}>
          {place}
        </span>
        {q && code.scene.toLowerCase().includes(q.toLowerCase()) ? (
          <code className={s.scene}>
            <Highlight text={code.scene} search={q} />
          </code>
        ) : null}
      </div>
    </div>
  );
}

function KindCell({ code, texts, now }: Options & { code: QRCode }) {
  const life = lifeOf(code, now);
  const warns = life.state === 'ended' || life.state === 'refused' || (life.state === 'lives' && life.days <= 3);
  const tone = life.state === 'refused' ? s.bad : life.state === 'pending' || warns ? s.warn : lists.quiet;
  return (
    <div className={s.kind} title={code.renews && life.state === 'lives' ? texts.qrcodes.life.renews : undefined}>
      <span>{texts.qrcodes.kinds[code.kind]}</span>
      <small className={`${tone} num`}>
        {lifeWords(texts, life)}
        {code.renews && life.state === 'lives' ? (
          <>
            <RefreshCw size={12} aria-hidden="true" />
            <span className="unseen">{texts.qrcodes.life.renews}</span>
          </>
        ) : null}
      </small>
    </div>
  );
}

function ReplyCell({ code, texts }: { code: QRCode; texts: Texts<'qrcodes'> }) {
  const t = texts.qrcodes;
  const [first] = code.replies;
  const more = [
    ...(code.replies.length > 1 ? [t.moreReplies({ n: code.replies.length })] : []),
    ...(code.tag_ids.length > 0 ? [t.tagged({ n: code.tag_ids.length })] : []),
  ];
  return (
    <div className={s.reply}>
      {first ? <ReplyLine reply={first} /> : <span className={lists.quiet}>{t.noReply}</span>}
      {more.length > 0 ? <small className={first ? s.under : undefined}>{more.join(' · ')}</small> : null}
    </div>
  );
}

function DaysCell({ code, texts }: { code: QRCode; texts: Texts<'qrcodes'> }) {
  const values = (code.days ?? []).map((day) => day.scans);
  const scans = values.reduce((sum, n) => sum + n, 0);
  if (scans === 0) return <span className={lists.quiet}>{texts.qrcodes.sparkNone}</span>;
  return <Spark values={values} label={texts.qrcodes.spark({ scans, days: values.length })} />;
}
