import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import { tagsQuery } from '@/api/tags';
import { ErrorState } from '@/components/ErrorState';
import { Time } from '@/components/Time';
import { shortOpenId } from '@/lib/openid';
import { useTexts } from '@/locales/context';
import s from './CodePeople.module.css';
import { tagNames } from './code-words';
import { codePeopleQuery, type QRCode } from './queries';

type Props = { appId: string; code: QRCode };

/** Who began to follow by the code and still does, the last first; each leads to the contact. */
export function CodePeople({ appId, code }: Props) {
  const texts = useTexts('qrcodes');
  const t = texts.qrcodes.people;
  const list = useInfiniteQuery(codePeopleQuery(appId, code.scene));
  const tags = useQuery(tagsQuery(appId)).data?.items ?? [];
  const people = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-label={t.title}>
      <div className={s.head}>
        <h3>{t.title}</h3>
        <Link className="link" to="/accounts/$appId/contacts" params={{ appId }} search={{ code: code.scene }}>
          {t.all}
        </Link>
      </div>
      {list.isPending ? <Skeleton active title={false} paragraph={{ rows: 3 }} /> : null}
      {list.error && people.length === 0 ? (
        <ErrorState what={t.title} error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.data && people.length === 0 ? <p className={s.quiet}>{t.none}</p> : null}
      {people.length > 0 ? (
        <ul className={s.people}>
          {people.map((contact) => (
            <li key={contact.openid}>
              <Link
                className="link"
                to="/accounts/$appId/contacts"
                params={{ appId }}
                search={{ code: code.scene, open: contact.openid }}
                title={contact.openid}
              >
                {contact.remark || shortOpenId(contact.openid)}
              </Link>
              <span className={s.quiet}>{tagNames(texts, contact.tag_ids, tags).join('、')}</span>
              {contact.followed_at ? <Time at={contact.followed_at} /> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {list.hasNextPage ? (
        <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t.more}
        </Button>
      ) : null}
    </section>
  );
}
