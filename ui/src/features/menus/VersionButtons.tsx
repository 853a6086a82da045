import { useTexts } from '@/locales/context';
import type { Button } from './queries';
import s from './VersionsDrawer.module.css';

type Props = { buttons: readonly Button[]; conditional: number };

/** A menu that was live, in short: its buttons as they stand. */
export function VersionButtons({ buttons, conditional }: Props) {
  const { menus: t } = useTexts('menus');
  return (
    <>
      <ul className={s.columns}>
        {buttons.map((top) => (
          <li key={top.id} className={s.cell}>
            <b title={top.name}>{top.name}</b>
            {top.buttons?.length ? (
              <ul className={s.subs}>
                {top.buttons.map((sub) => (
                  <li key={sub.id} title={sub.name}>
                    {sub.name}
                  </li>
                ))}
              </ul>
            ) : (
              <small>{t.actions[top.action ?? 'group'].name}</small>
            )}
          </li>
        ))}
      </ul>
      {conditional > 0 ? <p className={s.more}>{t.andConditional({ n: conditional })}</p> : null}
    </>
  );
}
