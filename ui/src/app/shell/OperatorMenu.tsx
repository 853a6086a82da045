import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App } from 'antd';
import { Keyboard, Languages, LogOut, MonitorX, Settings } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { answer, api } from '@/api/client';
import { sessionQuery } from '@/api/session';
import { Menu, type MenuItem } from '@/components/Menu';
import { useLocale, useTexts } from '@/locales/context';
import s from './Sidebar.module.css';

const ConfirmImpact = lazy(() => import('@/components/ConfirmImpact').then((m) => ({ default: m.ConfirmImpact })));

/** The operator at the foot of the side bar: language, keys, signing out here or everywhere. */
export function OperatorMenu({ onKeys }: { onKeys: () => void }) {
  const t = useTexts();
  const { language, setLanguage } = useLocale();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { message } = App.useApp();
  const { data } = useQuery(sessionQuery);
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState<boolean>();

  const leave = async () => {
    await navigate({ to: '/sign-in' });
    client.clear();
  };
  const signOut = useMutation({
    mutationFn: () => answer(api.DELETE('/api/v1/session')),
    onSuccess: leave,
    onError: () => void message.error(t.me.signOutFailed),
  });
  const everywhere = useMutation({ mutationFn: () => answer(api.DELETE('/api/v1/sessions')), onSuccess: leave });
  const saveLanguage = useMutation({
    mutationFn: (to: 'zh-CN' | 'en') => answer(api.PATCH('/api/v1/session', { body: { language: to } })),
  });
  const other = language === 'en' ? 'zh-CN' : 'en';

  const items: MenuItem[] = [
    { key: 'settings', icon: Settings, label: t.me.open, onSelect: () => void navigate({ to: '/settings' }) },
    {
      key: 'language',
      icon: Languages,
      label: t.me.language,
      onSelect: () => {
        setLanguage(other);
        saveLanguage.mutate(other);
      },
    },
    { key: 'keys', icon: Keyboard, label: t.me.keys, onSelect: onKeys },
    { key: 'out', icon: LogOut, label: t.me.signOut, divided: true, onSelect: () => signOut.mutate() },
    { key: 'everywhere', icon: MonitorX, label: t.me.signOutEverywhere, onSelect: () => setAsking(true) },
  ];
  const operator = data?.operator;
  return (
    <>
      <button
        ref={button}
        type="button"
        className={s.me}
        aria-haspopup="menu"
        aria-expanded={open}
        title={t.me.open}
        onClick={() => setOpen(!open)}
      >
        <span className={s.face} aria-hidden="true">
          {[...(operator?.name ?? '')][0]}
        </span>
        <span className={s.myName}>{operator?.name}</span>
        <small>{operator ? t.roles[operator.role] : ''}</small>
      </button>
      <Menu label={t.me.open} items={items} anchor={open ? button.current : null} onClose={() => setOpen(false)} />
      {asking === undefined ? null : (
        <Suspense fallback={null}>
          <ConfirmImpact
            open={asking}
            title={t.me.everywhereTitle}
            consequence={t.me.everywhereText}
            confirm={t.me.everywhereYes}
            danger
            busy={everywhere.isPending}
            error={everywhere.error}
            onConfirm={() => everywhere.mutate()}
            onCancel={() => setAsking(false)}
          />
        </Suspense>
      )}
    </>
  );
}
