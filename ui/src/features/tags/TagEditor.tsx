import { App, Input, Modal } from 'antd';
import { useRef } from 'react';
import type { Tag, TagSheet } from '@/api/client';
import { Field } from '@/components/Field';
import { FormPage } from '@/components/FormPage';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { useSaveTag } from './queries';

type Props = {
  appId: string;
  sheet: TagSheet | undefined;
  open: boolean;
  /** The tag that is renamed; undefined for a new one. */
  tag?: Tag | undefined;
  onClose: () => void;
};

type Values = { name: string };

/** The name of a tag, for a new one or another name for an old one. Renaming can be taken back. */
export function TagEditor({ appId, sheet, open, tag, onClose }: Props) {
  const { tags, actions } = useTexts('tags');
  const t = tags.editor;
  const { message } = App.useApp();
  const save = useSaveTag(appId);
  const toast = useUndoToast();
  const max = sheet?.max_name ?? 30;
  const title = tag ? t.rename({ name: tag.name }) : t.create;
  // A tag is renamed to its own name by no change at all.
  const others = useRef<readonly Tag[]>([]);
  others.current = sheet?.items.filter((one) => one.id !== tag?.id) ?? [];

  const submit = async ({ name: typed }: Values) => {
    const name = typed.trim();
    await save.mutateAsync({ id: tag?.id, name });
    onClose();
    if (!tag) return toast({ text: t.created({ name }) });
    if (tag.name === name) return;
    const undo = () =>
      save.mutate({ id: tag.id, name: tag.name }, { onError: () => void message.error(t.notRestored) });
    toast({ text: t.renamed({ from: tag.name, to: name }), undo });
  };
  const check = (value: string | undefined) => {
    const name = (value ?? '').trim();
    if ([...name].length > max) return t.tooLong({ max });
    return others.current.some((one) => one.name === name) ? t.taken({ name }) : undefined;
  };
  return (
    <Modal
      open={open}
      title={title}
      width={460}
      centered
      footer={null}
      destroyOnHidden
      closable={{ 'aria-label': actions.close }}
      onCancel={onClose}
    >
      <FormPage<Values>
        label={title}
        initial={{ name: tag?.name ?? '' }}
        submit={tag ? t.save : t.submit}
        submitting={t.working}
        onSubmit={submit}
        wide
      >
        <Field name="name" label={t.name} hint={t.nameHint({ max })} required check={check as (value: never) => string}>
          <Input autoFocus autoComplete="off" placeholder={t.namePlaceholder} />
        </Field>
      </FormPage>
    </Modal>
  );
}
