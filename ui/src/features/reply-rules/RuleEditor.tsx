import { useState } from 'react';
import { hasCode } from '@/api/errors';
import { useMay } from '@/api/session';
import { FormPage } from '@/components/FormPage';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { type ReplyRule, useSaveRule } from './queries';
import { RuleConflict } from './RuleConflict';
import s from './RuleDrawer.module.css';
import { RuleFields } from './RuleFields';
import { formValues, type RuleValues, written } from './rule-form';

type Props = {
  appId: string;
  /** The rule that is changed; undefined for a new one. */
  rule?: ReplyRule;
  initial: RuleValues;
  onClose: () => void;
};

/** The form of a rule. What was saved meanwhile by somebody else is shown beside it, and one chooses. */
export function RuleEditor({ appId, rule, initial, onClose }: Props) {
  const { replyRules: t } = useTexts('replyRules');
  const may = useMay('operator');
  const save = useSaveRule(appId);
  const toast = useUndoToast();
  // What the form began with: the rule as it was read, or as somebody else saved it meanwhile.
  const [begun, setBegun] = useState({ values: initial, since: rule?.updated_at });
  const [forced, setForced] = useState(false);

  const submit = async (values: RuleValues) => {
    await save.mutateAsync({ id: rule?.id, body: written(values, forced ? undefined : begun.since) });
    toast({ text: t.editor.saved({ name: values.name.trim() }) });
    onClose();
  };
  const title = rule ? t.editor.edit({ name: rule.name }) : t.editor.create;
  return (
    <div className={s.form}>
      <FormPage<RuleValues>
        key={begun.since ?? 'new'}
        label={title}
        initial={begun.values}
        submit={t.editor.save}
        submitting={t.editor.saving}
        onSubmit={submit}
        guard
        wide
        sticky
        readOnly={may ? undefined : t.editor.readOnly}
        explain={(error, form) =>
          rule && hasCode(error, 'edit.conflict') ? (
            <RuleConflict
              appId={appId}
              id={rule.id}
              mine={form.getFieldsValue(true)}
              onOverwrite={() => {
                setForced(true);
                setTimeout(() => form.submit());
              }}
              onDiscard={(theirs) => setBegun({ values: formValues(theirs), since: theirs.updated_at })}
            />
          ) : null
        }
      >
        {(form) => <RuleFields appId={appId} form={form} fresh={!rule} />}
      </FormPage>
    </div>
  );
}
