import { ConfigProvider } from 'antd';
import type { Reply } from '@/components/reply-editor/queries';
import { ReplyListEditor } from '@/components/reply-editor/ReplyListEditor';

type Props = {
  appId: string;
  max: number;
  /** Handed in by the form's field around it. */
  value?: Reply[];
  onChange?: (replies: Reply[]) => void;
};

/** The replies of a rule as a field of its form. */
export function RepliesField({ appId, max, value = [], onChange }: Props) {
  const { componentDisabled } = ConfigProvider.useConfig();
  return (
    <ReplyListEditor
      appId={appId}
      use="conversation"
      max={max}
      value={value}
      disabled={componentDisabled}
      onChange={(replies) => onChange?.(replies)}
    />
  );
}
