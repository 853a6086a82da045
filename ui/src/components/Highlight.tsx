import { pieces } from '@/lib/text-measure';

/** A text with the words of the search marked. */
export function Highlight({ text, search }: { text: string; search: string }) {
  if (!search.trim()) return text;
  return pieces(text, search).map((piece) =>
    piece.match ? <mark key={piece.at}>{piece.text}</mark> : <span key={piece.at}>{piece.text}</span>,
  );
}
