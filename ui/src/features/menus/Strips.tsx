import { Button } from 'antd';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Account } from '@/api/client';
import type { MenuState } from '@/api/menu';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import { able } from './able';
import { MenuConflict } from './MenuConflict';
import s from './Strips.module.css';
import type { MenuEditor } from './use-menu-editor';

type Props = {
  account: Account;
  editor: MenuEditor;
  state: MenuState;
  may: boolean;
  importing: boolean;
  importError: unknown;
  onImport: () => void;
  /** Shows the changes one by one. */
  onLook: () => void;
};

/** What has to be known before the chosen button: refusals, what was changed elsewhere, what is not published yet. */
export function Strips({ account, editor, state, may, importing, importError, onImport, onLook }: Props) {
  const texts = useTexts('menus');
  const { menus: t } = texts;
  const { elsewhere, changes, live, problems } = state;
  const can = able(account);
  const takeOver = may ? (
    <Button size="small" loading={importing} onClick={onImport}>
      {t.import}
    </Button>
  ) : undefined;
  return (
    <div className={s.strips}>
      {can ? null : (
        <Strip quiet>
          <b>{t.cannot.title}</b>
          {t.cannot.text}
        </Strip>
      )}
      {editor.conflict ? <MenuConflict appId={account.app_id} editor={editor} /> : null}
      {editor.error ? (
        <ErrorState inline what={t.draft} error={editor.error} onRetry={() => void editor.save()} />
      ) : null}
      {importError ? <ErrorState inline error={importError} /> : null}
      {elsewhere.problem && can ? (
        <Strip quiet>
          <b>{t.unread}</b>
          {(({ title, cure }) => `${title}。${cure}`)(failureWords(texts, elsewhere.problem))}
        </Strip>
      ) : null}
      {elsewhere.website && elsewhere.menu && !live ? (
        <Strip action={takeOver}>
          <b>{t.website}</b>
          {t.websiteText}
          <LeftOut state={state} />
        </Strip>
      ) : elsewhere.differs ? (
        <Strip action={takeOver}>
          <b>{t.elsewhere({ n: elsewhere.changes.length })}</b>
          {t.elsewhereText}
          <LeftOut state={state} />
        </Strip>
      ) : null}
      {can && changes.length > 0 ? (
        <Strip
          action={
            may ? (
              <Button size="small" onClick={onLook}>
                {t.look}
              </Button>
            ) : undefined
          }
        >
          <b className="num">{t.pending({ n: changes.length })}</b>
          {problems.length > 0
            ? t.pendingProblems({ n: problems.length })
            : live && live.source !== 'remove'
              ? t.pendingText
              : t.pendingFirst}
        </Strip>
      ) : null}
    </div>
  );
}

/** The buttons that an import cannot take over as they are. */
function LeftOut({ state }: { state: MenuState }) {
  const { menus: t } = useTexts('menus');
  const { left_out } = state.elsewhere;
  if (left_out.length === 0) return null;
  return <small>{t.leftOut({ names: left_out.map(({ name }) => `「${name}」`).join('') })}</small>;
}

type StripProps = { quiet?: boolean; action?: ReactNode; children: ReactNode };

/** One thing to be known, with what can be done about it. */
export function Strip({ quiet, action, children }: StripProps) {
  const Icon = quiet ? CircleAlert : TriangleAlert;
  return (
    <div className={quiet ? `${s.strip} ${s.quiet}` : s.strip} role="status">
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <p>{children}</p>
      {action}
    </div>
  );
}
