import { useQuery } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { ArticleCover } from '@/components/ArticleCover';
import { MaterialPicker } from '@/components/material-picker/MaterialPicker';
import { chosenQuery } from '@/components/material-picker/queries';
import { NoteChip } from '@/components/Note';
import { useTexts } from '@/locales/context';
import type { Ticks } from './articles';
import { defaultFallback, type Reply } from './queries';
import type { ReplyUse } from './ReplyEditor';
import s from './ReplyEditor.module.css';
import { WhichArticle } from './WhichArticle';

type Props = {
  appId: string;
  use: ReplyUse;
  value: Reply;
  onChange: (reply: Reply) => void;
  ticks?: Ticks | undefined;
  disabled?: boolean | undefined;
};

/** An article chosen in the picker, with the text that stands in for it where it cannot be sent. */
export function MaterialReply({ appId, use, value, onChange, ticks, disabled }: Props) {
  const { replies: t } = useTexts('replies');
  const id = useId();
  const [picking, setPicking] = useState(false);
  return (
    <div className={s.field}>
      {value.media_id ? (
        <ChosenMaterial appId={appId} reply={value}>
          <Button disabled={disabled} onClick={() => setPicking(true)}>
            {t.changeMaterial}
          </Button>
        </ChosenMaterial>
      ) : (
        <div className={s.uploadRow}>
          <Button disabled={disabled} onClick={() => setPicking(true)}>
            {t.chooseMaterial}
          </Button>
          <p className={s.hint}>{use === 'menu' ? t.materialHintSeveral : t.materialHint}</p>
        </div>
      )}
      {use === 'menu' && value.media_id ? (
        <WhichArticle appId={appId} value={value} ticks={ticks} disabled={disabled} />
      ) : null}
      <label className={s.label} htmlFor={id}>
        {t.fallback}
      </label>
      <Input
        id={id}
        value={value.fallback ?? ''}
        disabled={disabled}
        maxLength={600}
        placeholder={defaultFallback}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange({ ...value, fallback: event.target.value })}
      />
      <p id={`${id}-hint`} className={s.hint}>
        {t.fallbackHint({ text: defaultFallback })}
      </p>
      <MaterialPicker
        appId={appId}
        use={use}
        open={picking}
        onClose={() => setPicking(false)}
        onTake={(choice) => {
          const { problem: _, article: __, ...rest } = value;
          onChange({ ...rest, media_id: choice.media_id, label: choice.title });
          setPicking(false);
        }}
      />
    </div>
  );
}

/** The chosen material with cover, title and note, and what keeps it from being sent. */
function ChosenMaterial({ appId, reply, children }: { appId: string; reply: Reply; children: React.ReactNode }) {
  const { replies: t, article } = useTexts('replies');
  const material = useQuery({ ...chosenQuery(appId, reply.media_id ?? ''), enabled: Boolean(reply.media_id) });
  const title = material.data?.title || reply.label || article.untitled;
  return (
    <div className={s.chosen}>
      <ArticleCover url={material.data?.cover_url ?? ''} title={title} width={112} />
      <div className={s.what}>
        <span className={s.title} title={title}>
          {title}
        </span>
        <span className={s.meta}>
          {material.data?.note ? <NoteChip text={material.data.note} /> : null}
          {reply.problem ? <span className={s.problem}>{t.problems[reply.problem]}</span> : null}
        </span>
      </div>
      {children}
    </div>
  );
}
