import { Button } from 'antd';
import { CircleCheck, RefreshCw } from 'lucide-react';
import type { Account, Check, Diagnosis } from '@/api/client';
import { CopyButton } from '@/components/CopyButton';
import { ErrorState } from '@/components/ErrorState';
import { useTexts } from '@/locales/context';
import { failureWords } from '@/locales/failure-words';
import s from './ConnectAccount.module.css';
import { PlatformPicture } from './PlatformPicture';
import { useDiagnosis } from './queries';
import w from './WhitelistStep.module.css';

type Props = { account: Account; onBack: () => void; onNext: () => void };

/** ② The address that has to stand on WeChat's whitelist, as WeChat itself saw it. */
export function WhitelistStep({ account, onBack, onNext }: Props) {
  const t = useTexts('accounts');
  const x = t.accounts.whitelist;
  const check = useDiagnosis(account.app_id, { now: true });
  const verdict = check.data ? judge(check.data) : undefined;
  return (
    <>
      <div className={s.head}>
        <h2>{x.title}</h2>
        <p>{verdict?.kind === 'ip' ? x.text : x.why}</p>
      </div>
      <div className={s.beside}>
        <div>
          {check.isFetching ? (
            <p className={w.box} role="status">
              <RefreshCw size={17} className="turning" aria-hidden="true" />
              {x.checking}
            </p>
          ) : check.error ? (
            <ErrorState error={check.error} inline />
          ) : verdict ? (
            <Verdict verdict={verdict} onBack={onBack} />
          ) : null}
          <div className={s.actions}>
            <Button type={verdict?.kind === 'ok' ? 'primary' : 'default'} onClick={onNext} disabled={check.isFetching}>
              {verdict?.kind === 'ok' ? t.actions.next : x.later}
            </Button>
            <Button
              type={verdict?.kind === 'ip' ? 'primary' : 'default'}
              icon={<RefreshCw size={14} aria-hidden="true" />}
              disabled={check.isFetching}
              onClick={() => void check.refetch()}
            >
              {x.again}
            </Button>
          </div>
        </div>
        {verdict?.kind === 'ip' ? (
          <PlatformPicture label={t.accounts.guide.whitelist} at="whitelist" ip={verdict.ip} />
        ) : null}
      </div>
    </>
  );
}

type Verdict = { kind: 'ok' } | { kind: 'ip'; ip: string | undefined } | { kind: 'other'; check: Check };

/** Reads the diagnosis for this step: only whether WeChat lets this server in. */
export function judge(diagnosis: Diagnosis): Verdict {
  const by = (name: string) => diagnosis.checks.find((check) => check.name === name);
  const whitelist = by('whitelist');
  if (whitelist?.state === 'failed') {
    return { kind: 'ip', ip: whitelist.params?.ip ?? whitelist.problem?.params?.ip };
  }
  const broken = [by('base_url'), by('token'), whitelist].filter((check) => check && check.state !== 'ok');
  const cause = broken.find((check) => check?.problem) ?? broken[0];
  return cause ? { kind: 'other', check: cause } : { kind: 'ok' };
}

function Verdict({ verdict, onBack }: { verdict: Verdict; onBack: () => void }) {
  const t = useTexts('accounts');
  const x = t.accounts.whitelist;
  if (verdict.kind === 'ok') {
    return (
      <p className={`${w.box} ${w.ok}`} role="status">
        <CircleCheck size={18} aria-hidden="true" />
        <span>
          <b>{x.ok}</b> {x.okHint}
        </span>
      </p>
    );
  }
  if (verdict.kind === 'ip') {
    return (
      <div className={`${w.box} ${w.wait}`} role="status">
        <div>
          <p className={w.label}>{x.ip}</p>
          <p className={w.ip}>
            <code>{verdict.ip ?? '—'}</code>
            {verdict.ip ? <CopyButton text={verdict.ip} label={x.copyIp} size="small" /> : null}
          </p>
          <p className={w.label}>{x.wait}</p>
        </div>
      </div>
    );
  }
  const problem = verdict.check.problem;
  const words = problem ? failureWords(t, problem) : undefined;
  return (
    <div className={`${w.box} ${w.wait}`} role="alert">
      <div>
        <p>
          <b>{words?.title ?? x.other}</b>
        </p>
        <p>{words?.cure ?? t.accounts.capabilities.unknownWhy}</p>
        {problem?.wechat ? (
          <p className={w.label}>
            {t.state.errcode} {problem.wechat.errcode} · {problem.wechat.errmsg}
          </p>
        ) : null}
        <Button type="primary" onClick={onBack} className={w.fix}>
          {x.fix}
        </Button>
      </div>
    </div>
  );
}
