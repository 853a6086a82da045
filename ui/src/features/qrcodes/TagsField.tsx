import { useQuery } from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import { Check } from 'lucide-react';
import { tagsQuery } from '@/api/tags';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import s from './TagsField.module.css';

type Props = {
  appId: string;
  /** Handed in by the form's field around it: the ids of the tags. */
  id?: string;
  value?: number[];
  onChange?: (ids: number[]) => void;
};

/** The tags of the account, each to be given or not: an account has a hundred at the most. */
export function TagsField({ appId, id, value = [], onChange }: Props) {
  const { qrcodes } = useTexts('qrcodes');
  const t = qrcodes.editor;
  const tags = useQuery(tagsQuery(appId));
  const { componentDisabled } = ConfigProvider.useConfig();
  if (tags.error && !tags.data) {
    return <ErrorState what={t.tagsWhat} error={tags.error} inline onRetry={() => void tags.refetch()} />;
  }
  const items = tags.data?.items ?? [];
  const gone = value.filter((one) => tags.data && !items.some((tag) => tag.id === one));
  const toggle = (one: number) =>
    onChange?.(value.includes(one) ? value.filter((other) => other !== one) : [...value, one]);
  const chip = (one: number, name: string) => (
    <button
      key={one}
      type="button"
      aria-pressed={value.includes(one)}
      disabled={Boolean(componentDisabled)}
      onClick={() => toggle(one)}
    >
      {value.includes(one) ? <Check size={14} aria-hidden="true" /> : null}
      {name}
    </button>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw its own box
    <div id={id} role="group" aria-label={t.tags} className={s.tags}>
      {items.map((tag) => chip(tag.id, tag.name))}
      {gone.map((one) => chip(one, qrcodes.detail.tagGone({ id: one })))}
      {tags.data && items.length === 0 ? <p>{t.tagsNone}</p> : null}
    </div>
  );
}
