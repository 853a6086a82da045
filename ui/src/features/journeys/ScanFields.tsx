import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useId, useState } from 'react';
import { codeFacetsQuery, foundCodesQuery } from '@/api/qrcodes';
import { Segments } from '@/components/Segments';
import { useTexts } from '@/locales/context';
import s from './Inspector.module.css';
import type { TriggerProps } from './TriggerFields';
import type { Names } from './words';

type Props = TriggerProps & { appId: string; names: Names };

/** Which codes begin a journey: any, some by name, or all that fit. */
export function ScanFields({ appId, trigger, names, onChange }: Props) {
  const { journeys } = useTexts('journeys');
  const t = journeys.steps;
  const filters = Boolean(trigger.source || trigger.campaign || trigger.name || trigger.code_kind);
  const [mode, setMode] = useState<'any' | 'chosen' | 'filter'>(
    trigger.code_ids?.length ? 'chosen' : filters ? 'filter' : 'any',
  );
  const none = { code_ids: [], source: '', campaign: '', name: '' };
  return (
    <>
      <h3 className={s.label}>{t.codes}</h3>
      <Segments
        label={t.codes}
        value={mode}
        options={(['any', 'chosen', 'filter'] as const).map((value) => ({ value, label: t.codesMode[value] }))}
        onChange={(next) => {
          setMode(next);
          onChange(next === 'filter' ? { code_ids: [] } : next === 'any' ? none : {});
        }}
      />
      {mode === 'chosen' ? (
        <Codes
          appId={appId}
          value={trigger.code_ids ?? []}
          names={names}
          onChange={(code_ids) => onChange({ code_ids })}
        />
      ) : null}
      {mode === 'filter' ? <Filters appId={appId} trigger={trigger} onChange={onChange} /> : null}
    </>
  );
}

type CodesProps = { appId: string; value: string[]; names: Names; onChange: (ids: string[]) => void };

function Codes({ appId, value, names, onChange }: CodesProps) {
  const { journeys } = useTexts('journeys');
  const t = journeys.steps;
  const [q, setQ] = useState('');
  const found = useQuery(foundCodesQuery(appId, q));
  const items = found.data?.items ?? [];
  const rest = value.filter((id) => !items.some((code) => code.id === id));
  return (
    <Select
      style={{ marginTop: 8 }}
      aria-label={t.codes}
      mode="multiple"
      value={value}
      loading={found.isFetching}
      placeholder={t.codesHint}
      showSearch={{ filterOption: false, onSearch: setQ }}
      options={[
        ...items.map((code) => ({ value: code.id, label: code.name })),
        ...rest.map((id) => ({ value: id, label: names.codes?.get(id) ?? id })),
      ]}
      onChange={onChange}
    />
  );
}

function Filters({ appId, trigger, onChange }: TriggerProps & { appId: string }) {
  const { journeys } = useTexts('journeys');
  const t = journeys.steps;
  const id = useId();
  const facets = useQuery(codeFacetsQuery(appId)).data;
  const choice = (key: 'source' | 'campaign', label: string, values: readonly string[]) => (
    <>
      <label className={s.label} htmlFor={`${id}-${key}`}>
        {label}
      </label>
      <Select
        id={`${id}-${key}`}
        allowClear
        {...(trigger[key] && { value: trigger[key] })}
        placeholder={t.anySource}
        showSearch
        options={values.map((value) => ({ value, label: value }))}
        onChange={(value?: string) => onChange({ [key]: value ?? '' })}
      />
    </>
  );
  return (
    <>
      {choice('source', t.source, facets?.sources ?? [])}
      {choice('campaign', t.campaign, facets?.campaigns ?? [])}
      <label className={s.label} htmlFor={`${id}-name`}>
        {t.codeName}
      </label>
      <Input
        id={`${id}-name`}
        value={trigger.name ?? ''}
        placeholder={t.anySource}
        onChange={(event) => onChange({ name: event.target.value }, 'name')}
      />
      <label className={s.label} htmlFor={`${id}-kind`}>
        {t.codeKind}
      </label>
      <Select
        id={`${id}-kind`}
        value={trigger.code_kind ?? ''}
        options={(['', 'permanent', 'temporary'] as const).map((value) => ({
          value,
          label: t.codeKinds[value || 'any'],
        }))}
        onChange={(kind: '' | 'permanent' | 'temporary') => onChange({ code_kind: kind || undefined } as object)}
      />
    </>
  );
}
