import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useId } from 'react';
import { tagsQuery } from '@/api/tags';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import s from './Inspector.module.css';

type Props = { appId: string; label: string; value: number | undefined; onChange: (id: number) => void };

/** One tag of the account. */
export function TagField({ appId, label, value, onChange }: Props) {
  const id = useId();
  const { options, error, retry, t } = useTagOptions(appId, value ? [value] : []);
  return (
    <>
      <label className={s.label} htmlFor={id}>
        {label}
      </label>
      {error ? <ErrorState error={error} inline onRetry={retry} /> : null}
      <Select
        id={id}
        {...(value && { value })}
        placeholder={t.tagPlaceholder}
        showSearch={{ optionFilterProp: 'label' }}
        options={options}
        onChange={onChange}
      />
    </>
  );
}

type SeveralProps = { appId: string; label: string; value: number[]; onChange: (ids: number[]) => void };

/** Some of the tags of the account. */
export function TagsField({ appId, label, value, onChange }: SeveralProps) {
  const { options, error, retry, t } = useTagOptions(appId, value);
  return (
    <>
      {error ? <ErrorState error={error} inline onRetry={retry} /> : null}
      <Select
        aria-label={label}
        mode="multiple"
        value={value}
        placeholder={t.tagPlaceholder}
        showSearch={{ optionFilterProp: 'label' }}
        options={options}
        onChange={onChange}
      />
    </>
  );
}

/** The tags as choices; one that is chosen and gone is named by its number. */
function useTagOptions(appId: string, chosen: readonly number[]) {
  const { journeys } = useTexts('journeys');
  const query = useQuery(tagsQuery(appId));
  const items = query.data?.items ?? [];
  const gone = query.data ? chosen.filter((id) => !items.some((tag) => tag.id === id)) : [];
  return {
    t: journeys.steps,
    error: query.data ? undefined : query.error,
    retry: () => void query.refetch(),
    options: [
      ...items.map(({ id, name }) => ({ value: id, label: name })),
      ...gone.map((id) => ({ value: id, label: journeys.steps.tagGone({ id }) })),
    ],
  };
}
