import { Link } from '@tanstack/react-router';
import { CornerDownRight } from 'lucide-react';
import { useTexts } from '@/locales/context';
import s from './ConversationMap.module.css';
import type { Conversation } from './queries';
import { mapOf, type Stop } from './ways';

type Props = { appId: string; all: readonly Conversation[]; here: string };

/** Which option leads to which conversation, as trees; each name goes to its conversation. */
export function ConversationMap({ appId, all, here }: Props) {
  const { conversations: t } = useTexts('conversations');
  return (
    <nav aria-label={t.map.title}>
      <h2>{t.map.title}</h2>
      <p>{t.map.lead}</p>
      <ul className={s.map}>
        {mapOf(all).map((stop) => (
          <Place key={stop.id} appId={appId} stop={stop} here={here} />
        ))}
      </ul>
    </nav>
  );
}

function Place({ appId, stop, here }: { appId: string; stop: Stop; here: string }) {
  const { conversations: texts } = useTexts('conversations');
  const t = texts.map;
  const { id, by, mark, reached, next } = stop;
  const name = stop.name.trim() || texts.editor.untitled;
  const current = id === here;
  return (
    <li>
      <div className={s.place}>
        {by === undefined ? null : (
          <span className={s.by}>
            <CornerDownRight size={13} aria-hidden="true" />
            <span title={by}>{by.trim() ? t.by({ label: by }) : t.noLabel}</span>
          </span>
        )}
        {current || mark === 'gone' ? (
          <b className={current ? s.here : s.gone} aria-current={current ? 'page' : undefined}>
            {name}
          </b>
        ) : (
          <Link to="/accounts/$appId/conversations/$id" params={{ appId, id }} search={{}} className={s.link}>
            {name}
          </Link>
        )}
        {mark ? <em className={mark === 'again' ? s.quiet : s.mark}>{t.marks[mark]}</em> : null}
        {!reached && !mark && by === undefined ? <em className={s.quiet}>{t.unreached}</em> : null}
      </div>
      {next.length > 0 ? (
        <ul>
          {next.map((child, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two options may lead to one conversation
            <Place key={i} appId={appId} stop={child} here={here} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}
