import { useQuery } from '@tanstack/react-query';
import { Checkbox, Skeleton } from 'antd';
import { Clock, Users } from 'lucide-react';
import { useState } from 'react';
import { hasCode } from '@/api/errors';
import type { MenuState } from '@/api/menu';
import { tagsQuery } from '@/api/tags';
import { ConfirmImpact } from '@/components/ConfirmImpact';
import { DiffList } from '@/components/DiffList';
import { ErrorState } from '@/components/ErrorState';
import { useUndoToast } from '@/components/use-undo-toast';
import { useTexts } from '@/locales/context';
import { changeWords } from './change-words';
import s from './PublishDialog.module.css';
import { planQuery, useRemoveMenu } from './queries';

type Props = { appId: string; open: boolean; state: MenuState; onClose: () => void };

/** From whom the menu is taken away, and taking it away. */
export function RemoveDialog({ appId, open, state, onClose }: Props) {
  const texts = useTexts('menus');
  const { menus: t } = texts;
  const plan = useQuery({ ...planQuery(appId), enabled: open });
  const tags = useQuery({ ...tagsQuery(appId), enabled: open }).data?.items;
  const removing = useRemoveMenu(appId);
  const toast = useUndoToast();
  const [overwrite, setOverwrite] = useState(false);
  const p = plan.isFetching ? undefined : plan.data;
  const lost = p?.elsewhere ?? [];
  const minutes = p?.refresh_minutes ?? 5;
  const conditional = state.live?.menu.conditional.length ?? 0;
  const close = () => {
    setOverwrite(false);
    removing.reset();
    onClose();
  };
  const remove = async () => {
    try {
      await removing.mutateAsync(overwrite ? { overwrite } : {});
    } catch (caught) {
      // What was changed meanwhile is shown before it is removed.
      if (hasCode(caught, 'menu.elsewhere')) void plan.refetch();
      return;
    }
    toast({ text: t.removeMenu.done({ n: minutes }) });
    close();
  };
  return (
    <ConfirmImpact
      open={open}
      danger
      title={t.removeMenu.title}
      facts={
        p
          ? [
              {
                icon: Users,
                name: t.facts.followers,
                value: t.facts.people({ n: p.followers }),
                detail: t.facts.followersHint,
              },
              { icon: Clock, name: t.removeMenu.gone, value: t.facts.within({ n: minutes }) },
            ]
          : []
      }
      consequence={t.removeMenu.consequence({ conditional })}
      confirm={t.removeMenu.confirm}
      blocked={!p || (lost.length > 0 && !overwrite)}
      busy={removing.isPending}
      error={removing.error}
      onConfirm={() => void remove()}
      onCancel={close}
    >
      {plan.error && !plan.isFetching ? (
        <ErrorState inline what={t.what} error={plan.error} onRetry={() => void plan.refetch()} />
      ) : !p ? (
        <Skeleton active title={false} paragraph={{ rows: 3 }} />
      ) : lost.length > 0 ? (
        <section className={s.lost} aria-label={t.removeMenu.lostTitle({ n: lost.length })}>
          <h3>{t.removeMenu.lostTitle({ n: lost.length })}</h3>
          <DiffList label={t.lost} items={changeWords(texts, lost, tags)} />
          <Checkbox checked={overwrite} onChange={(event) => setOverwrite(event.target.checked)}>
            {t.removeMenu.overwrite}
          </Checkbox>
        </section>
      ) : null}
    </ConfirmImpact>
  );
}
