import { Checkbox, Form, type FormInstance, Input, InputNumber } from 'antd';
import { Field } from '@/components/Field';
import type { Reply } from '@/components/reply-editor/queries';
import { Segments } from '@/components/Segments';
import { useTexts } from '@/locales/context';
import { DaysField } from './DaysField';
import { KeywordsField } from './KeywordsField';
import type { Keyword } from './queries';
import { RepliesField } from './RepliesField';
import s from './RuleDrawer.module.css';
import { maxReplies, type RuleValues } from './rule-form';
import { kinds } from './search';

type Props = { appId: string; form: FormInstance<RuleValues>; fresh: boolean };

const clock = /^([01]\d|2[0-3]):[0-5]\d$/;

/** The fields of a rule: when it answers, what, and within which hours. */
export function RuleFields({ appId, form, fresh }: Props) {
  const { replyRules: texts } = useTexts('replyRules');
  const t = texts.editor;
  const kind = Form.useWatch('kind', form) ?? form.getFieldValue('kind') ?? 'keyword';
  const mode = Form.useWatch('mode', form) ?? 'all';
  const several = (Form.useWatch('replies', form)?.length ?? 0) > 1;
  const most = maxReplies(kind, mode);
  const hours = { is: clock, otherwise: t.clockWrong };
  return (
    <>
      <section aria-label={t.when}>
        <h3>{t.when}</h3>
        <Field name="kind" label={t.kind}>
          <Segments
            label={t.kind}
            options={kinds.map((value) => ({ value, label: texts.kinds[value], hint: t.kindHints[value] }))}
          />
        </Field>
        <Field name="name" label={t.name} hint={t.nameHint} required>
          <Input maxLength={60} autoComplete="off" placeholder={t.namePlaceholder} autoFocus={fresh} />
        </Field>
        {kind === 'keyword' ? (
          <>
            <Field
              name="keywords"
              label={t.keywords}
              hint={t.keywordsHint}
              check={(value: Keyword[]) => (value.length === 0 ? t.keywordNone : undefined)}
            >
              <KeywordsField />
            </Field>
            <Field name="exact_case" label="" hint={t.exactCaseHint} valuePropName="checked">
              <Checkbox>{t.exactCase}</Checkbox>
            </Field>
          </>
        ) : null}
      </section>
      <section aria-label={t.answer}>
        <h3>{t.answer}</h3>
        {several ? (
          <Field name="mode" label={t.mode}>
            <Segments
              label={t.mode}
              options={[
                { value: 'all', label: t.modes.all },
                { value: 'random', label: t.modes.random },
              ]}
            />
          </Field>
        ) : (
          <Form.Item name="mode" hidden>
            <input type="hidden" />
          </Form.Item>
        )}
        <Field
          name="replies"
          label=""
          check={(value: Reply[]) =>
            value.length === 0 ? t.repliesNone : value.length > most ? t.replyMost({ n: most }) : undefined
          }
        >
          <RepliesField appId={appId} max={most} />
        </Field>
      </section>
      <section aria-label={t.limits}>
        <h3>{t.limits}</h3>
        <Field name="days" label={t.days} hint={t.daysHint}>
          <DaysField />
        </Field>
        <div className={s.triple}>
          <Field name="from" label={t.from} pattern={hours}>
            <Input type="time" />
          </Field>
          <Field name="until" label={t.until} pattern={hours}>
            <Input type="time" />
          </Field>
          <p className={s.aside}>{t.clockHint}</p>
        </div>
        <Field name="priority" label={t.priority} hint={t.priorityHint}>
          <InputNumber min={-100} max={100} precision={0} />
        </Field>
        <Field name="active" label="" hint={t.activeHint} valuePropName="checked">
          <Checkbox>{t.active}</Checkbox>
        </Field>
      </section>
    </>
  );
}
