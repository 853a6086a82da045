import { Form, type FormInstance } from 'antd';
import { useState } from 'react';
import { hasCode } from '@/api/errors';
import { FormPage } from '@/components/FormPage';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { CodeConflict } from './CodeConflict';
import s from './CodeDrawer.module.css';
import { CodeFields } from './CodeFields';
import { CodePreview } from './CodePreview';
import { type CodeValues, changed, formValues, written } from './code-form';
import { type QRCode, useChangeCode, useCreateCode } from './queries';

type Props = {
  appId: string;
  /** The code that is changed; undefined for a new one. */
  code?: QRCode;
  initial: CodeValues;
  /** Called with the id of what was made or saved. */
  onDone: (id: string) => void;
};

/** The form of a code, and beside it what a scan will show. */
export function CodeEditor({ appId, code, initial, onDone }: Props) {
  const { qrcodes } = useTexts('qrcodes');
  const t = qrcodes.editor;
  const create = useCreateCode(appId);
  const change = useChangeCode(appId);
  const toast = useUndoToast();
  // What the form began with: the code as it was read, or as somebody else saved it meanwhile.
  const [begun, setBegun] = useState({ values: initial, at: code?.updated_at });
  // The newest of what was saved that the operator knows of; what is saved over it is what they have seen.
  const [since, setSince] = useState(code?.updated_at);

  const submit = async (values: CodeValues) => {
    if (code) {
      const { name } = await change.mutateAsync({ id: code.id, body: changed(values, since) });
      toast({ text: t.saved({ name }) });
      onDone(code.id);
    } else {
      const made = await create.mutateAsync(written(values));
      toast({ text: t.made({ name: made.name }) });
      onDone(made.id);
    }
  };
  return (
    <div className={s.editor}>
      <FormPage<CodeValues>
        key={begun.at ?? 'new'}
        label={code ? t.edit({ name: code.name }) : t.create}
        initial={begun.values}
        submit={code ? t.save : t.make}
        submitting={code ? t.saving : t.making}
        onSubmit={submit}
        guard
        sticky
        explain={(error, form) =>
          code && hasCode(error, 'edit.conflict') ? (
            <CodeConflict
              appId={appId}
              id={code.id}
              mine={form.getFieldsValue(true)}
              onOverwrite={(theirs) => {
                setSince(theirs.updated_at);
                setTimeout(() => form.submit());
              }}
              onDiscard={(theirs) => {
                setSince(theirs.updated_at);
                setBegun({ values: formValues(theirs), at: theirs.updated_at });
              }}
            />
          ) : null
        }
      >
        {(form) => (
          <div className={s.sides}>
            <div className={s.fields}>
              <CodeFields appId={appId} form={form} code={code} />
            </div>
            <Preview appId={appId} form={form} code={code} initial={begun.values} />
          </div>
        )}
      </FormPage>
    </div>
  );
}

type PreviewProps = { appId: string; form: FormInstance<CodeValues>; code: QRCode | undefined; initial: CodeValues };

/** Follows what is typed. */
function Preview({ appId, form, code, initial }: PreviewProps) {
  const values = Form.useWatch([], form) ?? initial;
  return (
    <CodePreview
      appId={appId}
      code={code}
      name={values.name ?? ''}
      replies={values.replies ?? initial.replies}
      tagIds={values.tag_ids ?? initial.tag_ids}
    />
  );
}
