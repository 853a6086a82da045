import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { ErrorState } from '@/components/ErrorState';
import { useLocale, useTexts } from '@/locales/context';
import { GraphThumb } from './GraphThumb';
import { templatesQuery } from './queries';
import s from './TemplateCards.module.css';

type Props = { appId: string; disabled: boolean; onTake: (name: string, template?: string) => void };

/** The templates, each drawn small as it will be on the canvas, and an empty journey. */
export function TemplateCards({ appId, disabled, onTake }: Props) {
  const { journeys: t } = useTexts('journeys');
  const templates = useQuery(templatesQuery(appId, useLocale().language));
  if (templates.error) {
    return (
      <ErrorState what={t.templatesTitle} error={templates.error} inline onRetry={() => void templates.refetch()} />
    );
  }
  return (
    <ul className={s.cards} aria-label={t.templatesTitle}>
      {(templates.data ?? []).map(({ id, name, graph }) => {
        const words = t.templates[id] ?? { name, text: '' };
        return (
          <li key={id}>
            <button type="button" className={s.card} disabled={disabled} onClick={() => onTake(words.name, id)}>
              <span className={s.drawing} aria-hidden="true">
                <GraphThumb graph={graph} />
              </span>
              <span className={s.text}>
                <b>{words.name}</b>
                <span>{words.text}</span>
                <small>{t.stepCount({ n: graph.steps.length })}</small>
              </span>
            </button>
          </li>
        );
      })}
      <li>
        <button type="button" className={`${s.card} ${s.blank}`} disabled={disabled} onClick={() => onTake(t.newName)}>
          <span className={s.drawing} aria-hidden="true">
            <Plus size={22} strokeWidth={1.75} />
          </span>
          <span className={s.text}>
            <b>{t.blank}</b>
            <span>{t.blankText}</span>
          </span>
        </button>
      </li>
    </ul>
  );
}
