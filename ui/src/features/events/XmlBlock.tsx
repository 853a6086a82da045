import { CopyButton } from '@/components/CopyButton';
import s from './XmlBlock.module.css';
import { indented, xmlPieces } from './xml';

type Props = { title: string; hint?: string; text: string; copy: string };

/** A raw push or answer, indented, with what is markup quieter than what is said. It is copied as it came. */
export function XmlBlock({ title, hint, text, copy }: Props) {
  return (
    <section className={s.block}>
      <div className={s.head}>
        <h3>{title}</h3>
        {hint ? <small>{hint}</small> : null}
        <CopyButton text={text} label={copy} size="small" type="text" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section className={s.code} tabIndex={0} aria-label={title}>
        <pre>
          {xmlPieces(indented(text)).map((piece) =>
            piece.markup ? <i key={piece.at}>{piece.text}</i> : <span key={piece.at}>{piece.text}</span>,
          )}
        </pre>
      </section>
    </section>
  );
}
