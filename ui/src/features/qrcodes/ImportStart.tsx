import { Button } from 'antd';
import { FileSpreadsheet } from 'lucide-react';
import { type ChangeEvent, type DragEvent, useRef, useState } from 'react';
import { saveFile } from '@/lib/save-file';
import { useTexts } from '@/locales/context';
import { template, type Unreadable } from './csv-file';
import s from './ImportDialog.module.css';

type Props = { wrong: Unreadable | undefined; onFile: (file: File) => void };

/** Where a file is chosen or dropped, the template to begin with, and what its columns mean. */
export function ImportStart({ wrong, onFile }: Props) {
  const { qrcodes } = useTexts('qrcodes');
  const t = qrcodes.importing;
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target.files?.[0];
    event.target.value = '';
    if (chosen) onFile(chosen);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped) onFile(dropped);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut; the button does the same */}
      <div
        className={over ? `${s.drop} ${s.over}` : s.drop}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <FileSpreadsheet size={30} strokeWidth={1.5} aria-hidden="true" />
        <p>{t.drop}</p>
        <input ref={input} type="file" hidden aria-label={t.choose} accept=".csv,text/csv" onChange={choose} />
        <div className={s.buttons}>
          <Button type="primary" onClick={() => input.current?.click()}>
            {t.choose}
          </Button>
          <Button onClick={() => saveFile(template(t.template), t.templateName)}>{t.takeTemplate}</Button>
        </div>
        <small>{t.limits}</small>
      </div>
      {wrong ? (
        <p role="alert" className={s.wrong}>
          {t.unreadable[wrong]}
        </p>
      ) : null}
      <dl className={s.columns} aria-label={t.columns}>
        {t.meanings.map(({ name, text }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
