import type { CodeName } from '@/api/client';
import { UseLink } from '@/components/UseLink';
import { useTexts } from '@/locales/context';
import s from './activity.module.css';

type Props = { appId: string; scene: string; code: CodeName | undefined };

/** The QR code that has a scene, as the way to it, with the scene; the scene alone where no code here has it. */
export function CodeOfScene({ appId, scene, code }: Props) {
  const { activity: t } = useTexts('activity');
  if (!code) return <span className={s.scene}>{scene}</span>;
  const kind = t.causes.qrcode ?? '';
  return (
    <span className={s.scanned}>
      <UseLink appId={appId} use={{ kind: 'qrcode', ...code }} title={t.openCause({ kind, name: code.name })} />
      <small className={s.scene}>{t.codeScene({ scene })}</small>
    </span>
  );
}
