import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import { Users } from 'lucide-react';
import { useState } from 'react';
import type { Account } from '@/api/client';
import { tagsQuery } from '@/api/tags';
import { LeaveGuard } from '@/components/LeaveGuard';
import { Segments } from '@/components/Segments';
import { useTexts } from '@/locales/context';
import s from './Composer.module.css';
import { openIdCounts, readOpenIds } from './openids';
import type { Audience, MassSend } from './queries';
import type { ComposerState } from './use-composer';

type Props = { account: Account; send: MassSend | undefined; composer: ComposerState };

/** 发给谁: one tag, all, or from a service account a list of openids. */
export function AudienceField({ account, send, composer }: Props) {
  const { massSends: t } = useTexts('massSends');
  const tags = useQuery(tagsQuery(account.app_id)).data?.items ?? [];
  const { audience, kind } = composer;
  const kinds: Audience['kind'][] = account.kind === 'service' ? ['tag', 'all', 'openids'] : ['tag', 'all'];
  const people = send?.preflight?.people;
  return (
    <>
      <div className={s.narrow}>
        <Segments
          label={t.audience}
          value={kind}
          options={kinds.map((value) => ({ value, label: t.audiences[value] }))}
          onChange={(next) => {
            composer.onKind(next);
            if (next === 'all') void composer.choose({ audience: { kind: 'all', people: 0 } });
          }}
        />
      </div>
      {kind === 'tag' ? (
        <Select
          aria-label={t.tag}
          placeholder={t.tagPlaceholder}
          className={s.narrow}
          showSearch={{ optionFilterProp: 'label' }}
          value={audience?.kind === 'tag' ? audience.tag_id : undefined}
          options={tags.map((tag) => ({ value: tag.id, label: t.tagOption({ name: tag.name, n: tag.count }) }))}
          onChange={(tag_id: number) => void composer.choose({ audience: { kind: 'tag', tag_id, people: 0 } })}
        />
      ) : null}
      {kind === 'openids' ? <OpenIds composer={composer} /> : null}
      {kind === 'all' ? <p className={s.hint}>{t.allHint}</p> : null}
      {audience?.kind === kind && send?.preflight ? (
        <p className={`${s.hint} num`}>
          <Users size={15} aria-hidden="true" />
          {people == null ? t.expectedUnknown : t.expected({ n: people })}
          {people == null ? (
            <Link
              className="link"
              to="/accounts/$appId/contacts"
              params={{ appId: account.app_id }}
              search={{ panel: 'sync' }}
            >
              {t.syncFollowers}
            </Link>
          ) : null}
        </p>
      ) : null}
    </>
  );
}

/** The list: written here, kept by the server, which tells only how many it names. */
function OpenIds({ composer }: { composer: ComposerState }) {
  const { massSends: t } = useTexts('massSends');
  const saved = composer.audience?.kind === 'openids' ? composer.audience : undefined;
  const [text, setText] = useState('');
  const ids = readOpenIds(text);
  const keep = async () => {
    // Taken away first, since a new send's page is left for its own address; what was refused comes back.
    setText('');
    if (!(await composer.choose({ audience: { kind: 'openids', openids: ids, people: 0 } }))) setText(text);
  };
  const known = saved?.openids?.length ?? saved?.people ?? 0;
  return (
    <>
      <LeaveGuard when={text !== '' && !composer.saving} />
      <Input.TextArea
        aria-label={t.openids}
        placeholder={t.openidsHint}
        autoSize={{ minRows: 3, maxRows: 10 }}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className={s.row}>
        <Button
          disabled={ids.length < openIdCounts.min || ids.length > openIdCounts.max}
          loading={composer.saving}
          onClick={() => void keep()}
        >
          {saved ? t.openidsChange : t.openidsSave}
        </Button>
        <span className={`${s.hint} num`}>
          {text ? t.openidsCount({ n: ids.length }) : saved ? t.openidsSaved({ n: known }) : t.openidsHint}
        </span>
      </div>
    </>
  );
}
