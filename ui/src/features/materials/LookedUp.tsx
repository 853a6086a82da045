import { App, Button } from 'antd';
import { Check, Copy, Minus } from 'lucide-react';
import type { Material } from '@/api/client';
import { ArticleCover } from '@/components/ArticleCover';
import type { Usage } from '@/components/material-picker/queries';
import { isReason, refusal } from '@/components/material-picker/verdict';
import { NoteChip } from '@/components/Note';
import { copyText } from '@/lib/clipboard';
import { useTexts } from '@/locales/context';
import { linkOf } from './material-actions';
import s from './UsesPage.module.css';

/** One material against the table of uses: where it may be used, where not and why. */
export function LookedUp({ material, usages }: { material: Material; usages: readonly Usage[] }) {
  const texts = useTexts('picker');
  const t = texts.picker;
  const { message } = App.useApp();
  // A draft's link is temporary: it is none that could be handed on.
  const link = material.source === 'draft' ? '' : linkOf(material);
  const copy = async () => {
    if (await copyText(link)) void message.success(t.linkCopied);
    else void message.warning(t.copyFailed);
  };
  const whyNot = (reason: string, use: string) =>
    isReason(reason) ? t.reasons[reason]({ use }) : t.reasonOther({ use });
  return (
    <>
      <div className={s.chosen}>
        <ArticleCover
          url={material.cover_url}
          title={material.title}
          width={112}
          badge={material.article_count > 1 ? texts.article.several({ n: material.article_count }) : undefined}
        />
        <div>
          <b>{material.title || texts.article.untitled}</b>
          <span>{t.source[material.source]}</span>
          {material.note ? <NoteChip text={material.note} /> : null}
        </div>
        <Button icon={<Copy size={14} aria-hidden="true" />} disabled={!link} onClick={() => void copy()}>
          {link ? t.copyLink : t.noLink}
        </Button>
      </div>
      <ul className={s.verdicts}>
        {usages.map((usage) => {
          const reason = refusal(usage, material);
          return (
            <li key={usage.use} className={reason ? s.no : s.yes}>
              {reason ? <Minus size={16} aria-hidden="true" /> : <Check size={16} aria-hidden="true" />}
              <b>{t.use[usage.use]}</b>
              <span>{reason ? whyNot(reason, t.use[usage.use]) : t.can}</span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
