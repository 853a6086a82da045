import { useQuery } from '@tanstack/react-query';
import { Checkbox, Skeleton } from 'antd';
import { Clock, Gauge, Users } from 'lucide-react';
import { useState } from 'react';
import type { Account } from '@/api/client';
import { hasCode } from '@/api/errors';
import { tagsQuery } from '@/api/tags';
import { ConfirmImpact } from '@/components/ConfirmImpact';
import { DiffList } from '@/components/DiffList';
import { ErrorState } from '@/components/ErrorState';
import { useUndoToast } from '@/components/use-undo-toast';
import { count } from '@/lib/numbers';
import { useTexts } from '@/locales/context';
import { changeWords } from './change-words';
import { buttonsOf, find } from './menu';
import s from './PublishDialog.module.css';
import { type Place, tell } from './problems';
import { type MenuPlan, planQuery, usePublishMenu } from './queries';
import type { MenuEditor } from './use-menu-editor';

type Props = {
  account: Account;
  open: boolean;
  editor: MenuEditor;
  onMend: (place: Place) => void;
  onClose: () => void;
};

/** What publishing changes, for whom, what stands in its way; and publishing it. */
export function PublishDialog({ account, open, editor, onMend, onClose }: Props) {
  const { menus: t } = useTexts('menus');
  const appId = account.app_id;
  const plan = useQuery({ ...planQuery(appId), enabled: open });
  const publishing = usePublishMenu(appId);
  const toast = useUndoToast();
  const [overwrite, setOverwrite] = useState(false);
  const p = plan.isFetching ? undefined : plan.data;
  const lost = p?.elsewhere.length ?? 0;
  const close = () => {
    setOverwrite(false);
    publishing.reset();
    onClose();
  };
  const publish = async () => {
    try {
      await publishing.mutateAsync({ updated_at: editor.saved.at, ...(overwrite && { overwrite }) });
    } catch (caught) {
      // What was changed meanwhile is shown before it is overwritten.
      if (hasCode(caught, 'menu.elsewhere')) void plan.refetch();
      return;
    }
    toast({ text: t.published({ n: p?.refresh_minutes ?? 5 }) });
    close();
  };
  const ready = p !== undefined && p.problems.length === 0 && p.changes.length > 0 && (lost === 0 || overwrite);
  return (
    <ConfirmImpact
      open={open}
      title={p ? t.publishTitle({ n: p.changes.length }) : t.publish}
      facts={p ? facts(t, p) : []}
      consequence={t.consequence({ n: p?.refresh_minutes ?? 5 })}
      confirm={t.publish}
      blocked={!ready}
      busy={publishing.isPending}
      error={publishing.error}
      onConfirm={() => void publish()}
      onCancel={close}
    >
      {plan.error && !plan.isFetching ? (
        <ErrorState inline what={t.plan} error={plan.error} onRetry={() => void plan.refetch()} />
      ) : p ? (
        <Body appId={appId} plan={p} editor={editor} overwrite={overwrite} onOverwrite={setOverwrite} onMend={onMend} />
      ) : (
        <Skeleton active title={false} paragraph={{ rows: 4 }} />
      )}
    </ConfirmImpact>
  );
}

type T = ReturnType<typeof useTexts<'menus'>>['menus'];

function facts(t: T, { followers, refresh_minutes, calls, left }: MenuPlan) {
  return [
    { icon: Users, name: t.facts.followers, value: t.facts.people({ n: followers }), detail: t.facts.followersHint },
    { icon: Clock, name: t.facts.seen, value: t.facts.within({ n: refresh_minutes }) },
    {
      icon: Gauge,
      name: t.facts.calls,
      value: t.facts.times({ n: calls }),
      detail: left === null ? undefined : t.facts.left({ n: count(left) }),
    },
  ];
}

type BodyProps = {
  appId: string;
  plan: MenuPlan;
  editor: MenuEditor;
  overwrite: boolean;
  onOverwrite: (on: boolean) => void;
  onMend: (place: Place) => void;
};

function Body({ appId, plan, editor, overwrite, onOverwrite, onMend }: BodyProps) {
  const texts = useTexts('menus');
  const { menus: t } = texts;
  const tags = useQuery(tagsQuery(appId)).data?.items;
  const problems = tell(texts, editor.menu, plan.problems);
  // What is wrong with a reply does not say whose it is.
  const named = ({ menu, button }: Place, title: string) => {
    const name = find(buttonsOf(editor.menu, menu), button)?.button.name;
    return name && !title.includes(name) ? t.problemOf({ name, title }) : title;
  };
  return (
    <div className={s.body}>
      {problems.length > 0 ? (
        <section className={s.problems} aria-label={t.problemsTitle}>
          <h3>{t.problemsTitle}</h3>
          <ul>
            {problems.map(({ title, cure, ...place }) => (
              <li key={`${place.menu} ${place.button} ${place.part} ${title}`}>
                <p>
                  <b>{named(place, title)}</b>
                  {cure}
                </p>
                {place.button || place.menu ? (
                  <button type="button" onClick={() => onMend(place)}>
                    {t.mend}
                  </button>
                ) : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {plan.changes.length > 0 ? (
        <DiffList label={t.changes} items={changeWords(texts, plan.changes, tags)} />
      ) : (
        <p>{t.nothing}</p>
      )}
      {plan.elsewhere.length > 0 ? (
        <section className={s.lost} aria-label={t.lostTitle({ n: plan.elsewhere.length })}>
          <h3>{t.lostTitle({ n: plan.elsewhere.length })}</h3>
          <DiffList label={t.lost} items={changeWords(texts, plan.elsewhere, tags)} />
          <Checkbox checked={overwrite} onChange={(event) => onOverwrite(event.target.checked)}>
            {t.overwrite}
          </Checkbox>
        </section>
      ) : null}
      {plan.website ? <p className={s.note}>{t.replacesWebsite}</p> : null}
    </div>
  );
}
