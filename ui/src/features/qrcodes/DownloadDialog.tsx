import { Button, Checkbox, Input, Modal } from 'antd';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { ErrorState } from '@/components/ErrorState';
import { PictureReply } from '@/components/reply-editor/PictureReply';
import type { Reply } from '@/components/reply-editor/queries';
import { Segments } from '@/components/Segments';
import { useTexts } from '@/locales/context';
import { type Drawing, pictureAddress, useSavePictures, type Wanted } from './code-pictures';
import s from './DownloadDialog.module.css';

type Props = { appId: string; open: boolean; wanted?: Wanted | undefined; onClose: () => void };

const forms = {
  small: { format: 'png', size: 430 },
  large: { format: 'png', size: 1280 },
  svg: { format: 'svg' },
} as const;
type Form = keyof typeof forms;

/** How the pictures are to be drawn, and saving them. Keep it mounted and switch `open`. */
export function DownloadDialog({ appId, open, wanted, onClose }: Props) {
  const { qrcodes, actions } = useTexts('qrcodes');
  const t = qrcodes.pictures;
  const save = useSavePictures(appId);
  const close = () => {
    if (save.isPending) return;
    save.reset();
    onClose();
  };
  const title = !wanted ? '' : 'code' in wanted ? t.title({ name: wanted.code.name }) : t.many({ n: countOf(wanted) });
  return (
    <Modal
      open={open}
      title={title}
      width={wanted && 'code' in wanted ? 760 : 560}
      centered
      footer={null}
      closable={{ 'aria-label': actions.close, disabled: save.isPending }}
      mask={{ closable: !save.isPending }}
      onCancel={close}
      destroyOnHidden
    >
      {wanted ? (
        <Choices
          appId={appId}
          wanted={wanted}
          busy={save.isPending}
          error={save.error}
          onCancel={close}
          onSave={(drawing) => save.mutate({ wanted, drawing }, { onSuccess: onClose })}
        />
      ) : null}
    </Modal>
  );
}

function countOf(wanted: Exclude<Wanted, { code: unknown }>): number {
  return 'ids' in wanted ? wanted.ids.length : wanted.total;
}

type ChoicesProps = {
  appId: string;
  wanted: Wanted;
  busy: boolean;
  error: unknown;
  onCancel: () => void;
  onSave: (drawing: Drawing) => void;
};

function Choices({ appId, wanted, busy, error, onCancel, onSave }: ChoicesProps) {
  const { qrcodes, actions } = useTexts('qrcodes', 'replies');
  const t = qrcodes.pictures;
  const code = 'code' in wanted ? wanted.code : undefined;
  const [form, setForm] = useState<Form>('large');
  const [captions, setCaptions] = useState(false);
  const [caption, setCaption] = useState(code?.name ?? '');
  const [logos, setLogos] = useState(false);
  const [logo, setLogo] = useState<Reply>({ kind: 'picture' });

  const written = captions && caption.trim();
  const drawing: Drawing = {
    ...forms[form],
    ...(logos && logo.picture_id && { logo: logo.picture_id }),
    ...(written && { caption: written }),
  };
  return (
    <>
      <div className={code ? s.sides : undefined}>
        {code ? (
          <figure className={s.paper}>
            <img
              src={pictureAddress(appId, code, { format: 'svg', ...(drawing.logo && { logo: drawing.logo }) })}
              alt={qrcodes.picture({ name: code.name })}
            />
            {written ? <figcaption>{written}</figcaption> : null}
          </figure>
        ) : null}
        <div className={s.choices}>
          <p className={s.label}>{t.form}</p>
          <Segments
            label={t.form}
            value={form}
            onChange={setForm}
            options={(['small', 'large', 'svg'] as const).map((value) => ({ value, ...t.forms[value] }))}
          />
          {code ? (
            <>
              <Checkbox checked={captions} onChange={(event) => setCaptions(event.target.checked)}>
                {t.caption}
              </Checkbox>
              {captions ? (
                <Input
                  aria-label={t.captionText}
                  maxLength={40}
                  value={caption}
                  onChange={(event) => setCaption(event.target.value)}
                />
              ) : null}
            </>
          ) : (
            <p className={s.hint}>{form === 'svg' ? t.manyNamed : t.manyPlain}</p>
          )}
          <Checkbox checked={logos} onChange={(event) => setLogos(event.target.checked)}>
            {t.logo}
          </Checkbox>
          {logos ? (
            <div className={s.logos}>
              <PictureReply appId={appId} value={logo} onChange={setLogo} />
              <p className={s.hint}>{t.logoHint}</p>
            </div>
          ) : null}
          {code?.kind === 'temporary' ? <p className={s.warning}>{t.temporary}</p> : null}
        </div>
      </div>
      {error ? <ErrorState error={error} inline /> : null}
      <div className={s.foot}>
        <Button onClick={onCancel} disabled={busy}>
          {actions.cancel}
        </Button>
        <Button
          type="primary"
          loading={busy}
          icon={<Download size={15} aria-hidden="true" />}
          onClick={() => onSave(drawing)}
        >
          {code ? t.save : t.saveMany}
        </Button>
      </div>
    </>
  );
}
