import s from './PlatformPicture.module.css';

/** The words of WeChat's own page, which is Chinese whatever the language here. */
const words = {
  nav: ['首页', '我的业务', '消息'],
  tabs: ['基础信息', '接口管理', '开放能力'],
  profile: '账号资料',
  keys: '开发密钥',
  copy: '复制',
  enable: '启用',
  reset: '重置',
  edit: '编辑',
  whitelist: 'API IP 白名单',
};

type Props = {
  /** What the picture is of, for those who do not see it. */
  label: string;
  /** What is pointed at: where the credentials are, or the whitelist. */
  at: 'credentials' | 'whitelist';
  /** The address to show on the whitelist. */
  ip?: string | undefined;
};

/**
 * A drawing of the page on WeChat's developer platform that holds AppID, AppSecret and the whitelist: where things are,
 * not how they look, so that it stays true when WeChat changes its paint. Numbers belong to the list beside it.
 */
export function PlatformPicture({ label, at, ip }: Props) {
  const credentials = at === 'credentials';
  return (
    <svg viewBox="0 0 440 302" className={s.picture} role="img" aria-label={label} lang="zh-CN">
      <rect x=".5" y=".5" width="439" height="301" rx="12" className={s.page} />
      <path d="M.5 36.500h439M96.500 36.500v265" className={s.hair} />
      <g className={s.quiet}>
        <circle cx="18" cy="18.500" r="4" />
        <circle cx="32" cy="18.500" r="4" />
        <circle cx="46" cy="18.500" r="4" />
        <rect x="64" y="9" width="226" height="19" rx="9.500" />
      </g>
      <text x="76" y="22.500" className={s.small}>
        developers.weixin.qq.com/platform
      </text>

      {credentials ? <Mark n={1} x={11} y={77} width={75} height={29} /> : null}
      {words.nav.map((name, i) => (
        <text key={name} x="22" y={66 + i * 30} className={i === 1 ? s.strong : s.small}>
          {name}
        </text>
      ))}

      <circle cx="124" cy="66" r="12" className={s.face} />
      <path d="M146 61h86M146 73h52" className={s.line} />
      {words.tabs.map((name, i) => (
        <text key={name} x={113 + i * 68} y="108" className={i === 0 ? s.strong : s.small}>
          {name}
        </text>
      ))}
      <path d="M96.500 118.500h343" className={s.hair} />
      <path d="M113 118h48" className={s.tab} />

      <text x="113" y="142" className={s.head}>
        {words.profile}
      </text>
      {credentials ? <Mark n={2} x={106} y={150} width={322} height={30} /> : null}
      <Row y={169} name="AppID" value="wx0123456789abcdef" buttons={[words.copy]} />

      <text x="113" y="209" className={s.head}>
        {words.keys}
      </text>
      {credentials ? <Mark n={3} x={106} y={217} width={322} height={30} /> : null}
      <Row y={236} name="AppSecret" value="••••••••" buttons={[words.enable, words.reset]} />
      {credentials ? null : <Mark x={106} y={254} width={322} height={30} />}
      <Row y={273} name={words.whitelist} value={credentials ? '' : (ip ?? '')} buttons={[words.edit]} />
    </svg>
  );
}

type RowProps = { y: number; name: string; value: string; buttons: string[] };

function Row({ y, name, value, buttons }: RowProps) {
  return (
    <>
      <text x="116" y={y} className={s.small}>
        {name}
      </text>
      {value ? (
        <text x="204" y={y} className={s.code}>
          {value}
        </text>
      ) : (
        <path d={`M206 ${y - 4}h70`} className={s.line} />
      )}
      {buttons.map((button, i) => {
        const x = 380 - (buttons.length - 1 - i) * 48;
        return (
          <g key={button}>
            <rect x={x} y={y - 14} width="42" height="20" rx="5" className={s.button} />
            <text x={x + 21} y={y} textAnchor="middle" className={s.small}>
              {button}
            </text>
          </g>
        );
      })}
    </>
  );
}

type MarkProps = { n?: number; x: number; y: number; width: number; height: number };

function Mark({ n, ...box }: MarkProps) {
  return (
    <>
      <rect {...box} rx="7" className={s.mark} />
      {n === undefined ? null : (
        <>
          <circle cx={box.x} cy={box.y} r="9" className={s.number} />
          <text x={box.x} y={box.y + 4} textAnchor="middle" className={s.digit}>
            {n}
          </text>
        </>
      )}
    </>
  );
}
