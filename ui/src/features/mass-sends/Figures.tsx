import { DayBars } from '@/components/chart/DayBars';
import { Stat, Stats } from '@/components/Stat';
import { percent } from '@/lib/numbers';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import { daily, latest } from './figures';
import type { MassSend } from './queries';
import s from './SendDetail.module.css';
import { moment } from './words';

/** WeChat's statistics of what went out, day by day; why there are none where there are none. */
export function Figures({ send }: { send: MassSend }) {
  const texts = useTexts('massSends');
  const t = texts.massSends.figures;
  const { figures, figures_at, figures_problem, counts, articles } = send;
  const whole = latest(figures);
  const unit = articles.length > 1 ? t.times : t.people;
  return (
    <section className={s.figures} aria-labelledby="send-figures">
      <h2 id="send-figures">{t.title}</h2>
      {whole ? (
        <>
          <Stats label={t.title}>
            <Stat
              label={t.readers}
              value={whole.readers}
              detail={
                counts?.sent && articles.length === 1
                  ? t.rate({ rate: percent(whole.readers / counts.sent), of: counts.sent })
                  : t.until({ day: whole.day })
              }
            />
            <Stat
              label={t.shares}
              value={whole.shares}
              detail={
                whole.readers
                  ? t.shareRate({ rate: percent(whole.shares / whole.readers), of: whole.readers })
                  : undefined
              }
            />
          </Stats>
          <DayBars
            caption={t.caption}
            whole={{ name: t.readers, unit }}
            part={{ name: t.shares, unit }}
            data={daily(figures).map(({ day, readers, shares }) => ({
              label: day.slice(5),
              value: readers,
              part: shares,
            }))}
          />
        </>
      ) : null}
      <Why
        problem={figures_problem ? failureWords(texts, figures_problem) : undefined}
        code={figures_problem?.wechat?.errcode}
      >
        {figures_at
          ? whole
            ? t.readAt({ at: moment(texts, figures_at), until: whole.day })
            : t.notListed({ at: moment(texts, figures_at) })
          : figures_problem
            ? undefined
            : t.wait}
      </Why>
      {articles.length > 1 && whole ? <p className={s.quiet}>{t.sum}</p> : null}
    </section>
  );
}

type WhyProps = {
  problem: { title: string; cure: string } | undefined;
  code: number | undefined;
  children: string | undefined;
};

/** How fresh the figures are, and why they are no fresher. */
function Why({ problem, code, children }: WhyProps) {
  const { figures: t } = useTexts('massSends').massSends;
  return (
    <>
      {children ? <p className={`${s.quiet} num`}>{children}</p> : null}
      {problem ? (
        <div className={s.told} role="note">
          <div>
            <b>{t.unread}</b>
            {code === 48001 ? (
              <p>{t.notPermitted}</p>
            ) : (
              <>
                <p>{problem.title}</p>
                <p>{problem.cure}</p>
              </>
            )}
          </div>
        </div>
      ) : null}
    </>
  );
}
