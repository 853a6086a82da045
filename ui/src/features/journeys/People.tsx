import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { useCursorPaging } from '@/components/cursor-paging';
import { DataTable } from '@/components/DataTable';
import { FilterButton } from '@/components/FilterButton';
import { Time } from '@/components/Time';
import { dayAndClock } from '@/lib/dates';
import { shortOpenId } from '@/lib/openid';
import { useTexts } from '@/locales/context';
import { PathList } from './PathList';
import { enrollmentsQuery } from './queries';
import s from './ReportPage.module.css';
import type { JourneySearch } from './search';
import type { Enrollment, Journey, Step } from './types';
import { type Names, stepName } from './words';

type Change = { [K in keyof JourneySearch]?: JourneySearch[K] | undefined };
type Props = {
  appId: string;
  journey: Journey;
  /** Those that people may stand at. */
  steps: readonly Step[];
  names: Names;
  search: JourneySearch;
  onSearch: (change: Change) => void;
};

const size = 20;
const firstPage = { cursor: undefined, page: undefined };

/** Who entered, one a line, and the way of the one that is chosen. */
export function People({ appId, journey, steps, names, search, onSearch }: Props) {
  const texts = useTexts('journeys', 'contacts', 'replies');
  const { journeys: t, actions } = texts;
  const filter = { ...(search.people && { state: search.people }) };
  const query = useQuery(
    enrollmentsQuery(appId, journey.id, {
      ...filter,
      ...(search.cursor && { cursor: search.cursor }),
      limit: size,
    }),
  );
  const paging = useCursorPaging({
    list: JSON.stringify({ journey: journey.id, ...filter }),
    search,
    size,
    page: query.data,
    turning: query.isPlaceholderData,
    onTurn: onSearch,
  });
  const where = (person: Enrollment) => {
    const name = stepName(texts, names, steps, person.step_id);
    if (person.state === 'dropped') {
      return t.path.because({ what: t.people.states.dropped, reason: t.path.reasons[person.reason ?? ''] ?? '' });
    }
    return person.state === 'finished' ? t.people.states.finished : t.people.at({ name });
  };
  return (
    <section className={s.block} aria-label={t.people.title}>
      <div className={s.peopleHead}>
        <h2>{t.people.title}</h2>
        <FilterButton
          label={t.people.filter}
          all={t.people.all}
          value={search.people}
          options={(['inside', 'finished', 'dropped'] as const).map((value) => ({
            value,
            label: t.people.states[value],
          }))}
          onChange={(people) => onSearch({ people, ...firstPage })}
        />
      </div>
      <DataTable
        label={t.people.title}
        what={t.people.what}
        rows={query.data?.items}
        query={query}
        rowKey={(person) => person.id}
        rowName={(person) => shortOpenId(person.openid)}
        rowHeight={56}
        current={search.person}
        filter={search.people ? { onClear: () => onSearch({ people: undefined, ...firstPage }) } : undefined}
        empty={<p className={s.none}>{t.people.none}</p>}
        paging={paging}
        columns={[
          {
            key: 'who',
            title: t.people.who,
            render: (person) => (
              <button type="button" data-primary className={s.person} onClick={() => onSearch({ person: person.id })}>
                {person.openid ? shortOpenId(person.openid) : t.people.erased}
                {person.try ? <em>{t.people.try}</em> : null}
              </button>
            ),
          },
          { key: 'where', title: t.people.where, width: '40%', render: where },
          {
            key: 'version',
            title: t.people.version,
            width: '90px',
            render: (person) => t.version({ version: person.version }),
          },
          {
            key: 'entered',
            title: t.people.entered,
            width: '120px',
            render: ({ entered_at }) => <Time at={entered_at} />,
          },
          {
            key: 'next',
            title: t.people.next,
            width: '150px',
            render: ({ state, next_at, ended_at }) => (
              <span className="num">
                {state === 'inside' ? (next_at ? dayAndClock(next_at) : '–') : ended_at ? dayAndClock(ended_at) : '–'}
              </span>
            ),
          },
        ]}
      />
      <Drawer
        open={Boolean(search.person)}
        title={t.people.path}
        size={460}
        closable={{ 'aria-label': actions.close }}
        onClose={() => onSearch({ person: undefined })}
      >
        {search.person ? <PathList appId={appId} journey={journey} names={names} id={search.person} /> : null}
      </Drawer>
    </section>
  );
}
