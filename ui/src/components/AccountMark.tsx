import s from './AccountMark.module.css';

/** The mark of an account: its first character on green. WeChat hands out no picture of an account by its API. */
export function AccountMark({ name, size = 36 }: { name: string; size?: number }) {
  return (
    <span className={s.mark} style={{ width: size, height: size, fontSize: size * 0.44 }} aria-hidden="true">
      {[...name.trim()][0] ?? (
        <svg viewBox="0 0 32 32" width={size * 0.6} height={size * 0.6} fill="none" aria-hidden="true">
          <path d="M16 7v18M7 16h18" stroke="currentColor" strokeWidth="2.600" strokeLinecap="round" />
        </svg>
      )}
    </span>
  );
}
