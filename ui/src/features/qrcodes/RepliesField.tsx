import { ConfigProvider } from 'antd';
import type { Reply } from '@/components/reply-editor/queries';
import { ReplyListEditor } from '@/components/reply-editor/ReplyListEditor';
import { maxReplies } from './code-form';

type Props = {
  appId: string;
  /** Handed in by the form's field around it. */
  value?: Reply[];
  onChange?: (replies: Reply[]) => void;
};

/** The replies to a scan as a field of the form. */
export function RepliesField({ appId, value = [], onChange }: Props) {
  const { componentDisabled } = ConfigProvider.useConfig();
  return (
    <ReplyListEditor
      appId={appId}
      use="qrcode"
      max={maxReplies}
      value={value}
      disabled={componentDisabled}
      onChange={(replies) => onChange?.(replies)}
    />
  );
}
