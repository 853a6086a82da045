import { EmptyState } from '@/components/EmptyState';
import { useTexts } from '@/locales/context';

type Props = { onCreate: (() => void) | undefined; onImport: () => void };

/** What stands in place of the codes of an account that has none. */
export function CodesEmpty({ onCreate, onImport }: Props) {
  const { qrcodes: t } = useTexts('qrcodes');
  return (
    <EmptyState
      drawing="qrcode"
      title={t.empty.title}
      text={onCreate ? t.empty.text : t.empty.viewer}
      action={onCreate ? { label: t.create, onClick: onCreate } : undefined}
      second={onCreate ? { label: t.import, onClick: onImport } : undefined}
      steps={onCreate ? t.empty.steps : undefined}
    />
  );
}
