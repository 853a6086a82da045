import { useQuery } from '@tanstack/react-query';
import { tagsQuery } from '@/api/tags';
import { PageHead } from '@/components/PageHead';
import { Stat, Stats } from '@/components/Stat';
import { useTexts } from '@/locales/context';
import { Checks } from './Checks';
import { Back } from './Composer';
import c from './Composer.module.css';
import { Figures } from './Figures';
import { PhonePreview } from './PhonePreview';
import type { MassSend } from './queries';
import { SendActions } from './SendActions';
import s from './SendDetail.module.css';
import { SendHistory } from './SendHistory';
import { SentArticles } from './SentArticles';
import { StateMark } from './StateMark';
import { Told } from './Told';
import { audienceWords, moment } from './words';

type Props = { appId: string; send: MassSend };

/** One mass send: where it stands and why, what can be done, its counts, articles and history. */
export function SendDetail({ appId, send }: Props) {
  const texts = useTexts('massSends');
  const t = texts.massSends;
  const tags = useQuery(tagsQuery(appId)).data?.items;
  const at = send.approval && !send.approval.approved_by ? send.approval.at : send.scheduled_at;
  const asked = send.state === 'sent' || send.state === 'deleted';
  return (
    <>
      <PageHead
        above={<Back appId={appId} />}
        title={
          <span className={s.title}>
            {send.title || t.untitled}
            <StateMark send={send} />
          </span>
        }
        desc={send.note || undefined}
        actions={<SendActions appId={appId} send={send} />}
      />
      <div className={c.wrap}>
        <div className={s.body}>
          <Told appId={appId} send={send} />
          <dl className={s.facts}>
            <div>
              <dt>{t.facts.audience}</dt>
              <dd className="num">
                {audienceWords(texts, send, tags)}
                {send.expected === null || send.audience.kind === 'openids'
                  ? null
                  : ` · ${t.people({ n: send.expected })}`}
              </dd>
            </div>
            <div>
              <dt>{t.facts.time}</dt>
              <dd className="num">{at ? moment(texts, at) : t.facts.atOnce}</dd>
            </div>
            <div>
              <dt>{t.facts.created}</dt>
              <dd className="num">{`${send.created_by} · ${moment(texts, send.created_at)}`}</dd>
            </div>
          </dl>
          {send.counts ? (
            <Stats label={t.result}>
              <Stat label={t.counts.total} value={send.counts.total} />
              <Stat label={t.counts.sent} value={send.counts.sent} />
              <Stat label={t.counts.filtered} value={send.counts.filtered} />
              <Stat label={t.counts.failed} value={send.counts.failed} />
            </Stats>
          ) : asked ? (
            <p className={s.quiet}>{send.reason === 'polled' ? t.countsNever : t.countsWait}</p>
          ) : null}
          {asked ? <Figures send={send} /> : null}
          {asked ? <SentArticles send={send} /> : null}
          <SendHistory send={send} />
        </div>
        <aside className={c.side} aria-label={t.preview}>
          <PhonePreview appId={appId} mediaId={send.sent_media_id || send.media_id} send={send} />
          {send.preflight && !asked ? <Checks preflight={send.preflight} busy={false} /> : null}
        </aside>
      </div>
    </>
  );
}
