import {
  AppWindow,
  Box,
  FileCheck2,
  Link2,
  type LucideIcon,
  MessageSquareText,
  PanelBottomOpen,
  ScanLine,
} from 'lucide-react';
import { useId } from 'react';
import { useTexts } from '@/locales/context';
import s from './ActionChoice.module.css';
import type { Action } from './menu';
import type { Button } from './queries';

const icons: Record<Action | 'group', LucideIcon> = {
  send: MessageSquareText,
  page: Link2,
  mini_program: AppWindow,
  scan: ScanLine,
  article: FileCheck2,
  other: Box,
  group: PanelBottomOpen,
};

const offered = ['send', 'page', 'mini_program', 'article', 'scan'] as const;

type Props = {
  button: Button;
  /** It stands in a group, so that it cannot be one. */
  inside: boolean;
  verified: boolean;
  disabled: boolean;
  onChange: (action: Action | undefined) => void;
};

/** What a tap on the button does, each with a line on what that can and cannot do. */
export function ActionChoice({ button, inside, verified, disabled, onChange }: Props) {
  const { menus: t } = useTexts('menus');
  const name = useId();
  const choices: (Action | 'group')[] = [...offered];
  if (button.other) choices.push('other');
  if (!inside) choices.push('group');
  const now = button.action ?? (inside ? undefined : 'group');
  return (
    <fieldset className={s.kinds} disabled={disabled}>
      <legend>{t.tapped}</legend>
      <div>
        {choices.map((choice) => {
          const Icon = icons[choice];
          const unable = choice === 'mini_program' && !verified && now !== choice;
          return (
            <label key={choice} className={[s.kind, now === choice && s.on, unable && s.off].filter(Boolean).join(' ')}>
              <input
                type="radio"
                name={name}
                checked={now === choice}
                disabled={unable}
                onChange={() => onChange(choice === 'group' ? undefined : choice)}
              />
              <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
              <span>
                <b>{t.actions[choice].name}</b>
                <small>{unable ? t.needsVerified : t.actions[choice].hint}</small>
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
