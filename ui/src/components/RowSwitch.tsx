import s from './RowSwitch.module.css';

type Props = {
  /** The accessible name: what is switched on. */
  label: string;
  on: boolean;
  onChange: (on: boolean) => void;
  disabled?: boolean | undefined;
  /** Why it cannot be switched; shown on hovering. */
  title?: string | undefined;
};

/** A switch in a list row. Plain HTML: antd's own makes rows heavy. */
export function RowSwitch({ label, on, onChange, disabled, title }: Props) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={label}
      title={title}
      disabled={disabled}
      className={s.switch}
      onClick={() => onChange(!on)}
    >
      <i aria-hidden="true" />
    </button>
  );
}
