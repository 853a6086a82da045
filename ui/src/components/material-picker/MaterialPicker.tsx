import { useQuery } from '@tanstack/react-query';
import { Modal, Skeleton } from 'antd';
import { useState } from 'react';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import { PickerBody } from './PickerBody';
import { type Choice, type Use, usagesQuery } from './queries';

type Props = {
  appId: string;
  use: Use;
  open: boolean;
  onClose: () => void;
  /** Gets the item the operator took; it is one that the use takes. */
  onTake: (choice: Choice) => void;
};

/**
 * Choosing a material for a use: everywhere the same window, fed by what the server says this use may take. What cannot
 * be chosen stays visible with its reason; notes stand beside the titles in a column of their own.
 */
export function MaterialPicker({ appId, use, open, onClose, onTake }: Props) {
  const { picker: t } = useTexts('picker');
  const usages = useQuery({ ...usagesQuery, enabled: open });
  const [preview, setPreview] = useState(false);
  const usage = usages.data?.find((row) => row.use === use);
  return (
    <Modal
      open={open}
      onCancel={onClose}
      width={`min(${preview ? 1216 : 880}px, calc(100vw - 32px))`}
      title={t.titleFor({ use: t.use[use] })}
      centered
      destroyOnHidden
      afterClose={() => setPreview(false)}
      styles={{ body: { paddingTop: 4 } }}
      footer={null}
    >
      {usage ? (
        <PickerBody
          key={use}
          appId={appId}
          use={use}
          usage={usage}
          preview={preview}
          onPreview={setPreview}
          onClose={onClose}
          onTake={onTake}
        />
      ) : usages.error ? (
        <ErrorState error={usages.error} onRetry={() => void usages.refetch()} />
      ) : (
        <Skeleton active paragraph={{ rows: 8 }} title={false} />
      )}
    </Modal>
  );
}
