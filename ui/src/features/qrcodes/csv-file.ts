/** What is wrong with a file before anybody else is asked. */
export type Unreadable = 'workbook' | 'large' | 'encoding';

/** The most bytes of a file that the server takes. */
const maxFile = 2 << 20;

/**
 * The text of a CSV file. Excel in China saves it in GBK unless it is told to use UTF-8, so that both are read; the
 * server gets UTF-8 in any case.
 */
export async function readCSV(file: Blob): Promise<{ text: string } | { wrong: Unreadable }> {
  if (file.size > maxFile) return { wrong: 'large' };
  const bytes = new Uint8Array(await file.arrayBuffer());
  // The first letters of a ZIP file, which a workbook is.
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03) return { wrong: 'workbook' };
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes('\0')) return { text };
    } catch {
      // Not in this encoding.
    }
  }
  return { wrong: 'encoding' };
}

/** Where a line of a text begins and ends, to be selected; lines count from 1. */
export function lineAt(text: string, line: number): { from: number; to: number } {
  let from = 0;
  for (let n = 1; n < line; n++) {
    const end = text.indexOf('\n', from);
    if (end < 0) return { from: text.length, to: text.length };
    from = end + 1;
  }
  const end = text.indexOf('\n', from);
  return { from, to: end < 0 ? text.length : end };
}

/** A file to begin with, as the spreadsheet programs read it: with a byte order mark. */
export function template(rows: readonly (readonly string[])[]): Blob {
  const cell = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const text = rows.map((row) => row.map(cell).join(',')).join('\r\n');
  return new Blob([`\uFEFF${text}\r\n`], { type: 'text/csv;charset=utf-8' });
}
