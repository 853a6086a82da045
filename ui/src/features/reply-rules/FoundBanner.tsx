import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { autoRepliesQuery } from '@/api/auto-replies';
import { JobBanner } from '@/components/JobBanner';
import { useTexts } from '@/locales/context';
import type { FoundRule, ReplyRule } from './queries';

type Props = { appId: string; rules: readonly ReplyRule[] | undefined; onLook: () => void };

/** Whether a rule of this kind and name is here, so that it is not taken over again. */
export function isHere(found: FoundRule, rules: readonly ReplyRule[]): boolean {
  return rules.some((rule) => rule.kind === found.kind && rule.name === found.name);
}

/** Warns while auto replies are still switched on at mp.weixin.qq.com itself. */
export function FoundBanner({ appId, rules, onLook }: Props) {
  const { replyRules: texts, actions } = useTexts('replyRules');
  const t = texts.found;
  const found = useQuery(autoRepliesQuery(appId));
  if (found.error) {
    return (
      <JobBanner
        tone="quiet"
        icon={CircleAlert}
        title={t.unread}
        actions={
          <Button type="text" size="small" onClick={() => void found.refetch()}>
            {actions.retry}
          </Button>
        }
      />
    );
  }
  if (!found.data?.left_over || !rules) return null;
  const on = found.data.rules.filter((rule) => rule.on);
  const done = on.every((rule) => isHere(rule, rules));
  return (
    <JobBanner
      tone="waiting"
      icon={TriangleAlert}
      title={t.banner({ n: on.length })}
      facts={[done ? t.bannerDone : t.bannerText]}
      actions={
        <Button size="small" onClick={onLook}>
          {done ? t.again : t.look}
        </Button>
      }
    />
  );
}
