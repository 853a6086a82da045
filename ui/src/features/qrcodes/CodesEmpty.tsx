import { EmptyState } from '@/components/EmptyState';
import { useTexts } from '@/locales/context';

/** What stands in place of the codes of an account that has none. */
export function CodesEmpty({ onCreate }: { onCreate: (() => void) | undefined }) {
  const { qrcodes: t } = useTexts('qrcodes');
  return (
    <EmptyState
      drawing="qrcode"
      title={t.empty.title}
      text={onCreate ? t.empty.text : t.empty.viewer}
      action={onCreate ? { label: t.create, onClick: onCreate } : undefined}
      steps={onCreate ? t.empty.steps : undefined}
    />
  );
}
