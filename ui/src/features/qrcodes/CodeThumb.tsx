import { QrCode } from 'lucide-react';
import s from './CodeThumb.module.css';
import { pictureAddress } from './code-pictures';
import type { QRCode } from './queries';

type Props = {
  appId: string;
  code: QRCode;
  /** Pixels on a side. */
  size: number;
  /** What it shows, in words; without it the picture is decoration beside a name. */
  label?: string;
};

/** The present picture of a code, or a grey place where WeChat has not made it. It scales; a screen reads it as it is. */
export function CodeThumb({ appId, code, size, label = '' }: Props) {
  const box = { width: size, height: size };
  if (!code.url) {
    return (
      <span className={s.none} style={box}>
        <QrCode size={size / 2.4} strokeWidth={1.5} aria-hidden="true" />
      </span>
    );
  }
  const address = pictureAddress(appId, code, { format: 'svg' });
  return <img className={s.picture} style={box} src={address} alt={label} loading="lazy" decoding="async" />;
}
