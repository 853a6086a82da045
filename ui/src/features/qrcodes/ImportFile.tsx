import { CircleCheck, LoaderCircle } from 'lucide-react';
import { useId, useRef } from 'react';
import { asApiError } from '@/api/errors';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import { lineAt } from './csv-file';
import s from './ImportDialog.module.css';
import type { RowProblem } from './queries';

type Props = {
  name: string;
  text: string;
  /** How many codes the text makes; 0 until it was checked and found right. */
  good: number;
  checking: boolean;
  error: unknown;
  disabled: boolean;
  onText: (text: string) => void;
};

/** The file as text, to be mended, below what is wrong with which of its lines. */
export function ImportFile({ name, text, good, checking, error, disabled, onText }: Props) {
  const { qrcodes } = useTexts('qrcodes');
  const t = qrcodes.importing;
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const show = (row: number) => {
    const area = field.current;
    if (!area) return;
    const { from, to } = lineAt(area.value, row);
    area.focus();
    area.setSelectionRange(from, to);
    const tall = Number.parseFloat(getComputedStyle(area).lineHeight);
    area.scrollTop = Math.max(0, (row - 4) * tall);
  };
  return (
    <>
      <div role="status">
        {checking ? (
          <p className={s.state}>
            <LoaderCircle size={16} aria-hidden="true" />
            {t.checking}
          </p>
        ) : null}
        {good > 0 ? (
          <p className={`${s.state} ${s.good}`}>
            <CircleCheck size={16} aria-hidden="true" />
            {t.good({ n: good })}
          </p>
        ) : null}
        {!checking && good === 0 && !error ? <p className={s.state}>{t.changed}</p> : null}
      </div>
      {error ? <Wrong error={error} onRow={show} /> : null}
      <label className={s.label} htmlFor={id}>
        {name}
        <small>{t.mend}</small>
      </label>
      <textarea
        ref={field}
        id={id}
        className={s.text}
        value={text}
        disabled={disabled}
        spellCheck={false}
        wrap="off"
        rows={10}
        onChange={(event) => onText(event.target.value)}
      />
    </>
  );
}

function Wrong({ error, onRow }: { error: unknown; onRow: (row: number) => void }) {
  const texts = useTexts('qrcodes');
  const t = texts.qrcodes.importing;
  const { failure } = asApiError(error);
  const rows = failure.code === 'qrcode_import.rows' ? (failure.related as RowProblem[]) : [];
  if (rows.length === 0) return <ErrorState error={error} inline />;
  const { title, cure } = failureWords(texts, failure);
  return (
    <section role="alert" className={s.rows}>
      <h3>
        {title}
        <small>{cure}</small>
      </h3>
      <ul>
        {rows.map((problem) => {
          const words = failureWords(texts, { ...problem, status: 422 });
          const column = t.fields[problem.field as keyof typeof t.fields];
          return (
            <li key={`${problem.row} ${problem.field} ${problem.code}`}>
              <button type="button" onClick={() => onRow(problem.row)}>
                {t.row({ row: problem.row })}
              </button>
              <span>
                {column ? <b>{column}</b> : null}
                {words.title}。{words.cure}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
