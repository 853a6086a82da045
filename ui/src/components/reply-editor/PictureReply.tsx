import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Upload } from 'lucide-react';
import { type ChangeEvent, useRef, useState } from 'react';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import { maxPicture, picturesQuery, type Reply, useAddPicture } from './queries';
import s from './ReplyEditor.module.css';

type Props = { appId: string; value: Reply; onChange: (reply: Reply) => void; disabled?: boolean | undefined };

/** A picture out of those uploaded before, or a new one, which goes to WeChat at once. */
export function PictureReply({ appId, value, onChange, disabled }: Props) {
  const { replies: t } = useTexts('replies');
  const pictures = useQuery(picturesQuery(appId));
  const add = useAddPicture(appId);
  const file = useRef<HTMLInputElement>(null);
  const [tooLarge, setTooLarge] = useState(false);

  const choose = (id: string, name: string) => {
    const { problem: _, ...rest } = value;
    onChange({ ...rest, picture_id: id, label: name });
  };
  const upload = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    event.target.value = '';
    if (!chosen) return;
    setTooLarge(chosen.size > maxPicture);
    if (chosen.size > maxPicture) return;
    add.mutate(chosen, { onSuccess: (made) => choose(made.id, made.name) });
  };
  const missing = value.picture_id && pictures.data && !pictures.data.some((p) => p.id === value.picture_id);
  return (
    <div className={s.field}>
      {pictures.error ? <ErrorState error={pictures.error} inline onRetry={() => void pictures.refetch()} /> : null}
      {pictures.data && pictures.data.length > 0 ? (
        <ul className={s.grid} aria-label={t.pictures}>
          {pictures.data.map((picture) => (
            <li key={picture.id}>
              <button
                type="button"
                className={picture.id === value.picture_id ? `${s.pick} ${s.picked}` : s.pick}
                aria-pressed={picture.id === value.picture_id}
                disabled={disabled}
                onClick={() => choose(picture.id, picture.name)}
              >
                <img className={s.thumb} src={picture.url} alt="" loading="lazy" decoding="async" />
                <span title={picture.name}>{picture.name}</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      {pictures.data?.length === 0 ? <p className={s.hint}>{t.pictureNone}</p> : null}
      {missing ? (
        <p role="alert" className={s.error}>
          {t.pictureGone}
        </p>
      ) : null}
      <div className={s.uploadRow}>
        <input
          ref={file}
          type="file"
          hidden
          aria-label={t.upload}
          accept="image/png,image/jpeg,image/gif,image/bmp"
          onChange={upload}
        />
        <Button
          icon={<Upload size={15} aria-hidden="true" />}
          loading={add.isPending}
          disabled={disabled}
          onClick={() => file.current?.click()}
        >
          {add.isPending ? t.uploading : t.upload}
        </Button>
        <p className={s.hint}>{t.uploadHint}</p>
      </div>
      {tooLarge ? (
        <p role="alert" className={s.error}>
          {t.tooLarge}
        </p>
      ) : null}
      {add.error ? <ErrorState error={add.error} inline /> : null}
    </div>
  );
}
