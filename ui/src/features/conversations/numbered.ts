import { maxOptions } from './draft';

/** What ends a numbered text that has no closing of its own; followers read Chinese. */
export const numberedHint = '请回复数字选择';

type Talk = { opening: string; closing: string; options: readonly { label: string }[] };

/** A conversation as the text that goes out where options cannot be tapped, just as the server writes it. */
export function numberedText({ opening, closing, options }: Talk): string {
  const lines = options.map(({ label }, i) => `${i + 1}. ${label.trim()}`);
  return [opening.trim(), ...lines, closing.trim() || numberedHint].join('\n');
}

const chineseNumbers = ['一壹', '二贰', '三叁', '四肆', '五伍', '六陆', '七柒', '八捌', '九玖', '十拾'];

/** The place of the option whose number was written, with the signs people write around it; undefined for other texts. */
export function typedOption(text: string, options: number): number | undefined {
  const bare = text
    .trim()
    .replace(/^[①-⑩]$/, (digit) => String(digit.charCodeAt(0) - 0x245f))
    .normalize('NFKC')
    .replace(/^[\s.,、。()[\]【】]+|[\s.,、。()[\]【】]+$/g, '');
  const chinese = bare.length === 1 ? chineseNumbers.findIndex((forms) => forms.includes(bare)) : -1;
  const n = chinese >= 0 ? chinese + 1 : /^[1-9]\d?$/.test(bare) ? Number(bare) : 0;
  return n >= 1 && n <= Math.min(options, maxOptions) ? n - 1 : undefined;
}
