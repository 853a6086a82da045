import { Button, Input, Modal } from 'antd';
import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { useTexts } from '@/locales/context';
import s from './ConfirmImpact.module.css';
import { ErrorState } from './ErrorState';

export type ImpactFact = {
  icon?: LucideIcon | undefined;
  name: string;
  value: ReactNode;
  detail?: ReactNode | undefined;
};

type Props = {
  open: boolean;
  title: string;
  /** What will be touched: numbers, names, limits. */
  facts?: readonly ImpactFact[] | undefined;
  /** The consequence, and whether it can be taken back. */
  consequence: ReactNode;
  /** The button repeats the act: 从本系统移除 3 条. */
  confirm: string;
  danger?: boolean | undefined;
  /** The most dangerous acts are confirmed by typing this text. */
  typeText?: string | undefined;
  /** Something is still to be chosen before the act can be confirmed. */
  blocked?: boolean | undefined;
  busy?: boolean | undefined;
  /** Why the last attempt failed; shown in place, nothing is lost. */
  error?: unknown;
  /** More between the facts and the consequence: a second choice after a 409. */
  children?: ReactNode | undefined;
  onConfirm: () => void;
  onCancel: () => void;
  /** Called once it is out of sight and has given the focus back. */
  onClosed?: (() => void) | undefined;
};

/**
 * Asks before an act that reaches WeChat or cannot be undone, with its impact. Keep it mounted and switch `open`: the
 * focus then returns to the button that opened it.
 */
export function ConfirmImpact(props: Props) {
  const { open, title, facts = [], consequence, confirm, danger, typeText, busy, error, children, onClosed } = props;
  const t = useTexts();
  const typeId = useId();
  const [typed, setTyped] = useState('');
  useEffect(() => {
    if (!open) setTyped('');
  }, [open]);
  const blocked = props.blocked || (typeText !== undefined && typed.trim() !== typeText);
  return (
    <Modal
      open={open}
      title={title}
      width={520}
      centered
      onCancel={props.onCancel}
      {...(onClosed && { afterClose: onClosed })}
      mask={{ closable: !busy }}
      closable={{ 'aria-label': t.actions.close, disabled: Boolean(busy) }}
      footer={
        <div className={s.foot}>
          <Button onClick={props.onCancel} disabled={Boolean(busy)}>
            {t.actions.cancel}
          </Button>
          <Button
            type="primary"
            danger={Boolean(danger)}
            disabled={blocked}
            loading={Boolean(busy)}
            onClick={props.onConfirm}
          >
            {confirm}
          </Button>
        </div>
      }
    >
      {facts.length > 0 ? (
        <dl className={s.facts}>
          {facts.map((fact) => (
            <div key={fact.name}>
              <dt>
                {fact.icon ? <fact.icon size={16} strokeWidth={1.75} aria-hidden="true" /> : null}
                {fact.name}
              </dt>
              <dd>
                {fact.value}
                {fact.detail ? <small>{fact.detail}</small> : null}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {children}
      <p className={s.consequence}>{consequence}</p>
      {typeText === undefined ? null : (
        <div className={s.type}>
          <label htmlFor={typeId}>{t.confirm.typeTo({ text: typeText })}</label>
          <Input id={typeId} value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
        </div>
      )}
      {error ? <ErrorState error={error} inline /> : null}
    </Modal>
  );
}
