import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { ArticleCover } from '@/components/ArticleCover';
import { MaterialPicker } from '@/components/material-picker/MaterialPicker';
import { chosenQuery } from '@/components/material-picker/queries';
import { NoteChip } from '@/components/Note';
import { useTexts } from '@/locales/context';
import s from './Composer.module.css';
import type { MassSend } from './queries';
import type { ComposerState } from './use-composer';

type Props = { appId: string; send: MassSend | undefined; composer: ComposerState };

/** 发什么: the draft or history item, with its note. */
export function MaterialField({ appId, send, composer }: Props) {
  const { massSends: t } = useTexts('massSends');
  const [picking, setPicking] = useState(false);
  const { mediaId } = composer;
  const material = useQuery({ ...chosenQuery(appId, mediaId ?? ''), enabled: Boolean(mediaId) }).data;
  const title = material?.title || send?.title || t.untitled;
  const note = material?.note ?? send?.note;
  const several = material?.article_count ?? send?.article_count ?? 1;
  return (
    <>
      {mediaId ? (
        <div className={s.chosen}>
          <ArticleCover url={material?.cover_url ?? ''} title={title} width={140} />
          <div className={s.material}>
            <b title={title}>
              {title}
              {several > 1 ? <small className="num">{t.several({ n: several })}</small> : null}
            </b>
            {note ? <NoteChip text={note} /> : <span className={s.hint}>{t.noNote}</span>}
          </div>
          <Button onClick={() => setPicking(true)}>{t.change}</Button>
        </div>
      ) : (
        <button type="button" className={s.pick} onClick={() => setPicking(true)}>
          <Plus size={18} aria-hidden="true" />
          <b>{t.choose}</b>
          <small>{t.chooseHint}</small>
        </button>
      )}
      <Checkbox
        checked={composer.ignoreReprint}
        onChange={(event) => void composer.choose({ ignore_reprint: event.target.checked })}
      >
        {t.ignoreReprint}
      </Checkbox>
      <MaterialPicker
        appId={appId}
        use="mass_send"
        open={picking}
        onClose={() => setPicking(false)}
        onTake={(choice) => {
          setPicking(false);
          void composer.choose({ media_id: choice.media_id });
        }}
      />
    </>
  );
}
