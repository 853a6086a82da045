import { Button } from 'antd';
import { CloudDownload, Copy, ExternalLink, Globe, Megaphone, PanelBottom, Trash2 } from 'lucide-react';
import type { Material } from '@/api/client';
import { useMay } from '@/api/session';
import { ArticleCard } from '@/components/ArticleCard';
import { NoteEditor } from '@/components/NoteEditor';
import { UseLink } from '@/components/UseLink';
import { dayAndClock } from '@/lib/dates';
import { useTexts } from '@/locales/context';
import { nameOf } from './columns';
import { linkOf, type useMaterialActions } from './material-actions';
import s from './PreviewDrawer.module.css';
import { kindWord } from './UseChips';

type Props = {
  appId: string;
  material: Material;
  index: number;
  actions: ReturnType<typeof useMaterialActions>;
  onArticle: (index: number) => void;
  onRemove: () => void;
  onPublish: () => void;
};

/** What is known of the message in the phone: its note, its articles, what uses it, and what can be done with it. */
export function PreviewSide({ appId, material, index, actions, onArticle, onRemove, onPublish }: Props) {
  const texts = useTexts('materials');
  const t = texts.materials;
  const may = useMay('operator');
  const article = material.articles[index];
  const facts = [
    { name: t.author, value: article?.author || t.noAuthor },
    { name: t.updated, value: dayAndClock(material.update_time) },
    { name: t.fetched, value: dayAndClock(material.fetched_at) },
  ];
  return (
    <>
      <div className={s.scroll}>
        <h2 className={s.title}>{nameOf(texts, material)}</h2>
        {material.gone ? (
          <p className={s.gone}>
            <b>{t.gone}</b> {t.goneHint}
          </p>
        ) : null}
        <dl className={s.meta}>
          {facts.map((fact) => (
            <div key={fact.name}>
              <dt>{fact.name}</dt>
              <dd className="num">{fact.value}</dd>
            </div>
          ))}
        </dl>
        <h3 className={s.label}>
          {t.noteField}
          <span>{t.noteFieldHint}</span>
        </h3>
        {may ? (
          <NoteEditor
            key={material.media_id}
            resident
            text={material.note}
            about={nameOf(texts, material)}
            onSave={(text) => actions.writeNote(material, text)}
            onClose={() => {}}
          />
        ) : (
          <p className={s.unused}>{material.note || texts.note.none}</p>
        )}
        {material.article_count > 1 ? (
          <>
            <h3 className={s.label}>{t.messageArticles}</h3>
            <ArticleCard articles={material.articles} current={index} onSelect={onArticle} />
          </>
        ) : null}
        {article?.deleted ? <p className={s.gone}>{t.articleDown}</p> : null}
        <h3 className={s.label}>{t.usesTitle}</h3>
        <Uses appId={appId} material={material} />
      </div>
      <Actions material={material} may={may} actions={actions} onRemove={onRemove} onPublish={onPublish} />
    </>
  );
}

function Uses({ appId, material }: { appId: string; material: Material }) {
  const texts = useTexts('materials');
  const t = texts.materials;
  if (material.used_by.length === 0) {
    return <p className={s.unused}>{material.source === 'history' ? t.usesNone : t.usesNoneDraft}</p>;
  }
  return (
    <ul className={s.uses}>
      {material.used_by.map((use) => (
        <li key={`${use.kind} ${use.id}`}>
          <small>{kindWord(texts, use.kind)}</small>
          <UseLink appId={appId} use={use} />
          <small>{use.active ? t.useActive : t.useInactive}</small>
        </li>
      ))}
    </ul>
  );
}

type ActionsProps = Pick<Props, 'material' | 'actions' | 'onRemove' | 'onPublish'> & { may: boolean };

function Actions({ material, may, actions, onRemove, onPublish }: ActionsProps) {
  const texts = useTexts('materials');
  const t = texts.materials;
  const link = linkOf(material);
  const history = material.source === 'history';
  const icon = (Icon: typeof Copy) => <Icon size={15} strokeWidth={1.75} aria-hidden="true" />;
  return (
    <div className={s.actions}>
      {may ? (
        <Button
          className={s.wide ?? ''}
          icon={icon(Megaphone)}
          disabled={material.gone}
          onClick={() => actions.sendInMass(material)}
        >
          {t.sendInMass}
        </Button>
      ) : null}
      {material.source === 'draft' && may ? (
        <Button className={s.wide ?? ''} icon={icon(Globe)} disabled={material.gone} onClick={onPublish}>
          {t.publishing.act}
        </Button>
      ) : null}
      {history && may ? (
        <Button
          className={s.wide ?? ''}
          icon={icon(CloudDownload)}
          loading={actions.syncingId === material.media_id}
          onClick={() => actions.syncOne(material)}
        >
          {t.syncOne}
        </Button>
      ) : null}
      <div className={s.icons}>
        {history && may ? (
          <Button
            icon={icon(PanelBottom)}
            aria-label={t.putOnMenu}
            title={t.putOnMenu}
            disabled={material.gone}
            onClick={() => actions.putOnMenu(material)}
          />
        ) : null}
        <Button
          icon={icon(Copy)}
          aria-label={t.copyLink}
          title={t.copyLink}
          disabled={!link}
          onClick={() => actions.copyLink(material)}
        />
        <Button
          icon={icon(ExternalLink)}
          aria-label={t.openOriginal}
          title={t.openOriginal}
          disabled={!link}
          {...(link ? { href: link, target: '_blank', rel: 'noopener noreferrer' } : {})}
        />
        {history && may ? (
          <Button danger type="text" icon={icon(Trash2)} aria-label={t.remove} title={t.remove} onClick={onRemove} />
        ) : null}
      </div>
    </div>
  );
}
