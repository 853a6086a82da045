import { bytes, chineseWidth } from '@/lib/text-measure';
import { useTexts } from '@/locales/context';
import s from './ButtonForm.module.css';
import { nameBytes, nameShown } from './menu';

/** How long a name is: what a phone shows of it, and near WeChat's limit its bytes. */
export function NameHint({ id, name, inside }: { id: string; name: string; inside: boolean }) {
  const { menus: t } = useTexts('menus');
  const row = inside ? 'sub' : 'top';
  const shown = chineseWidth(name);
  const used = bytes(name);
  const limit = nameBytes[row];
  const over = used > limit;
  const cut = shown > nameShown[row];
  return (
    <p id={id} className={over ? s.wrong : s.hint} role={over ? 'alert' : undefined}>
      <span className="num">{t.shown({ n: shown, max: nameShown[row] })}</span>
      {over || used > limit * 0.7 ? <span className="num">{t.bytes({ used, max: limit })}</span> : null}
      <span>{over ? t.tooLong({ over: used - limit }) : cut ? t.cut : t.nameHint}</span>
    </p>
  );
}
