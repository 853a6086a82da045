import { ConfigProvider } from 'antd';
import { useId } from 'react';
import type { Role } from '@/api/client';
import { useTexts } from '@/locales/context';
import s from './RoleChoice.module.css';

const roles: Role[] = ['admin', 'operator', 'viewer'];

type Props = {
  /** Handed in by the form's field around it. */
  id?: string;
  value?: Role;
  onChange?: (role: Role) => void;
};

/** The three roles, each with what it may do. */
export function RoleChoice({ id, value, onChange }: Props) {
  const t = useTexts();
  const name = useId();
  const { componentDisabled } = ConfigProvider.useConfig();
  return (
    <div className={s.roles} id={id} role="radiogroup" aria-label={t.roleChoice.label}>
      {roles.map((role) => (
        <label key={role} className={s.role}>
          <input
            type="radio"
            name={name}
            value={role}
            checked={value === role}
            disabled={Boolean(componentDisabled)}
            onChange={() => onChange?.(role)}
          />
          <span>
            {t.roles[role]}
            <small>{t.roleChoice.hints[role]}</small>
          </span>
        </label>
      ))}
    </div>
  );
}
