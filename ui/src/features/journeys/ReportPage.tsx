import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide-react';
import { Bars } from '@/components/chart/Bars';
import { DayBars } from '@/components/chart/DayBars';
import { ErrorState } from '@/components/ErrorState';
import { PageHead } from '@/components/PageHead';
import { Segments } from '@/components/Segments';
import { Stat, Stats } from '@/components/Stat';
import { count, percent } from '@/lib/numbers';
import { useTexts } from '@/locales/context';
import { People } from './People';
import { reportQuery } from './queries';
import s from './ReportPage.module.css';
import { formerSteps } from './report';
import { StateMark } from './StateMark';
import { StepReport } from './StepReport';
import type { JourneySearch } from './search';
import type { Journey, Report } from './types';
import { useNames } from './use-names';
import { WebhookPosts } from './WebhookPosts';

const route = getRouteApi('/shell/accounts/$appId/journeys/$id');

type Props = { appId: string; journey: Journey };

/** The figures of a journey: who entered, who is inside, what arrived; by step, by day, and one by one. */
export function ReportPage({ appId, journey }: Props) {
  const { journeys: t } = useTexts('journeys');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const days = search.days ?? 30;
  const report = useQuery(reportQuery(appId, journey.id, days, journey.state === 'running'));
  const former = report.data ? formerSteps(report.data, journey.graph) : [];
  const steps = [...journey.graph.steps, ...former];
  const { names } = useNames(appId, { ...journey.graph, steps });
  const go = (change: { [K in keyof JourneySearch]?: JourneySearch[K] | undefined }) =>
    void navigate({
      search: (prev) =>
        Object.fromEntries(Object.entries({ ...prev, ...change }).filter(([, value]) => value !== undefined)),
      replace: true,
    });
  return (
    <>
      <PageHead
        above={
          <Link to="/accounts/$appId/journeys/$id" params={{ appId, id: journey.id }} className={s.back}>
            <ChevronLeft size={15} aria-hidden="true" />
            {t.figures.back}
          </Link>
        }
        title={
          <span className={s.title}>
            {journey.name || t.unnamed}
            <StateMark state={journey.state} />
          </span>
        }
        desc={journey.version > 0 ? t.figures.lead({ version: journey.version }) : t.figures.never}
        actions={
          <Segments
            label={t.figures.period}
            value={String(days)}
            options={['7', '30', '90'].map((n) => ({ value: n, label: t.figures.days({ n: Number(n) }) }))}
            onChange={(n) => go({ days: n === '7' ? 7 : n === '90' ? 90 : undefined })}
          />
        }
      />
      <div className={s.page}>
        {report.error && !report.data ? (
          <ErrorState what={t.figures.what} error={report.error} onRetry={() => void report.refetch()} />
        ) : report.data ? (
          <>
            <Totals report={report.data} />
            <Days report={report.data} />
            <StepReport report={report.data} graph={journey.graph} names={names} />
          </>
        ) : (
          <div className={s.ghost} role="status" aria-label={t.figures.what} />
        )}
        <WebhookPosts appId={appId} journey={journey} steps={steps} names={names} />
        <People appId={appId} journey={journey} steps={steps} names={names} search={search} onSearch={go} />
      </div>
    </>
  );
}

function Totals({ report }: { report: Report }) {
  const { journeys: t } = useTexts('journeys');
  const { sent, unsent } = report;
  const share = (n: number) => (report.entered > 0 ? percent(n / report.entered) : undefined);
  return (
    <Stats label={t.figures.totals}>
      <Stat label={t.columns.entered} value={report.entered} />
      <Stat label={t.columns.inside} value={report.inside} />
      <Stat label={t.columns.finished} value={report.finished} detail={share(report.finished)} />
      <Stat label={t.figures.dropped} value={report.dropped} detail={share(report.dropped)} />
      <Stat
        label={t.columns.delivered}
        value={sent + unsent > 0 ? percent(sent / (sent + unsent)) : '–'}
        detail={sent + unsent > 0 ? t.deliveredOf({ sent, all: sent + unsent }) : undefined}
      />
    </Stats>
  );
}

function Days({ report }: { report: Report }) {
  const { journeys: t } = useTexts('journeys');
  if (report.entered === 0) return <p className={s.none}>{t.figures.nobody}</p>;
  const reasons = new Map<string, number>();
  for (const step of report.steps) {
    for (const [reason, n] of Object.entries(step.reasons)) reasons.set(reason, (reasons.get(reason) ?? 0) + n);
  }
  return (
    <div className={reasons.size > 0 ? s.charts : undefined}>
      <section className={s.block} aria-label={t.figures.byDay}>
        <h2>{t.figures.byDay}</h2>
        <DayBars
          caption={t.figures.caption({ n: count(report.entered) })}
          data={report.days.map(({ day, entered, finished }) => ({
            label: day.slice(5),
            value: entered,
            part: finished,
          }))}
          whole={{ name: t.columns.entered, unit: t.figures.people }}
          part={{ name: t.columns.finished, unit: t.figures.people }}
          height={220}
        />
      </section>
      {reasons.size > 0 ? (
        <section className={s.block} aria-label={t.figures.why}>
          <h2>{t.figures.why}</h2>
          <Bars
            caption={t.figures.whyCaption}
            unit=""
            data={[...reasons]
              .toSorted(([, a], [, b]) => b - a)
              .map(([reason, value]) => ({ label: t.path.reasons[reason] ?? reason, value }))}
          />
        </section>
      ) : null}
    </div>
  );
}
