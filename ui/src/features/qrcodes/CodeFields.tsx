import { useQuery } from '@tanstack/react-query';
import { Checkbox, Form, type FormInstance, Input, InputNumber } from 'antd';
import { useId } from 'react';
import { codeFacetsQuery } from '@/api/qrcodes';
import { Field } from '@/components/Field';
import { Segments } from '@/components/Segments';
import { useTexts } from '@/locales/context';
import s from './CodeDrawer.module.css';
import { type CodeValues, maxDays, maxTags } from './code-form';
import type { QRCode } from './queries';
import { RepliesField } from './RepliesField';
import { TagsField } from './TagsField';

type Props = { appId: string; form: FormInstance<CodeValues>; code: QRCode | undefined };

const scene = /^(?!qrscene_)[!-~]{0,64}$/;

/** The fields of a code: where it stands, of which kind it is, and what a scan gets. */
export function CodeFields({ appId, form, code }: Props) {
  const { qrcodes } = useTexts('qrcodes');
  const t = qrcodes.editor;
  const id = useId();
  const facets = useQuery(codeFacetsQuery(appId)).data;
  const kind = Form.useWatch('kind', form) ?? form.getFieldValue('kind') ?? 'permanent';
  return (
    <>
      <section aria-label={t.place}>
        <h3>{t.place}</h3>
        <Field name="name" label={t.name} hint={t.nameHint} required>
          <Input maxLength={60} autoComplete="off" placeholder={t.namePlaceholder} autoFocus={!code} />
        </Field>
        <div className={s.pair}>
          <Field name="source" label={t.source} hint={t.sourceHint}>
            <Input maxLength={60} autoComplete="off" placeholder={t.sourcePlaceholder} list={`${id}-sources`} />
          </Field>
          <Field name="campaign" label={t.campaign} hint={t.campaignHint}>
            <Input maxLength={60} autoComplete="off" placeholder={t.campaignPlaceholder} list={`${id}-campaigns`} />
          </Field>
        </div>
        <Known id={`${id}-sources`} values={facets?.sources} />
        <Known id={`${id}-campaigns`} values={facets?.campaigns} />
      </section>
      <section aria-label={t.kind}>
        <h3>{t.kind}</h3>
        {code ? (
          <p className={s.fixed}>
            <span>
              {qrcodes.kinds[code.kind]} · <code>{code.scene}</code>
            </span>
            <small>{t.kindFixed}</small>
          </p>
        ) : (
          <>
            <Field
              name="kind"
              label=""
              hint={kind === 'permanent' && facets ? t.permanentHint({ n: facets.permanent_left }) : undefined}
            >
              <Segments
                label={t.kind}
                options={(['permanent', 'temporary'] as const).map((value) => ({
                  value,
                  label: qrcodes.kinds[value],
                  hint: t.kindHints[value],
                }))}
              />
            </Field>
            {kind === 'temporary' ? (
              <Field
                name="expire_days"
                label={t.days}
                hint={t.daysHint}
                check={(days: number | null) =>
                  days !== null && days >= 1 && days <= maxDays ? undefined : t.daysWrong
                }
              >
                <InputNumber min={1} max={maxDays} precision={0} />
              </Field>
            ) : null}
          </>
        )}
        {kind === 'temporary' ? (
          <Field name="renews" label="" hint={t.renewsHint} valuePropName="checked">
            <Checkbox>{t.renews}</Checkbox>
          </Field>
        ) : null}
        {code ? null : (
          <Field name="scene" label={t.scene} hint={t.sceneHint} pattern={{ is: scene, otherwise: t.sceneWrong }}>
            <Input autoComplete="off" spellCheck={false} placeholder={t.scenePlaceholder} />
          </Field>
        )}
      </section>
      <section aria-label={t.scan}>
        <h3>{t.scan}</h3>
        <Field name="replies" label={t.replies} hint={t.repliesHint}>
          <RepliesField appId={appId} />
        </Field>
        <Field
          name="tag_ids"
          label={t.tags}
          hint={t.tagsHint}
          check={(tags: number[]) => (tags.length > maxTags ? t.tagsTooMany : undefined)}
        >
          <TagsField appId={appId} />
        </Field>
      </section>
    </>
  );
}

/** What was used before, offered while typing. */
function Known({ id, values = [] }: { id: string; values: readonly string[] | undefined }) {
  return (
    <datalist id={id}>
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  );
}
