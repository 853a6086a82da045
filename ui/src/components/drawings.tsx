import type { ReactNode } from 'react';
import s from './EmptyState.module.css';

/** The small drawings of empty pages, by what they are about. */
export type Drawing =
  | 'articles'
  | 'search'
  | 'account'
  | 'token'
  | 'quota'
  | 'audit'
  | 'replies'
  | 'conversation'
  | 'qrcode'
  | 'tags'
  | 'lost';

const sheetOfPaper = (
  <>
    <rect x="34" y="14" width="88" height="66" rx="11" className={s.shade} />
    <rect x="26" y="6" width="88" height="66" rx="11" className={s.paper} />
  </>
);

/** Each drawing fills a box of 148 × 96. */
export const drawings: Record<Drawing, ReactNode> = {
  articles: (
    <>
      {sheetOfPaper}
      <rect x="36" y="16" width="68" height="26" rx="6" className={s.tint} />
      <path d="M36 42c12-14 22-16 34-6 10-10 20-12 34-4v4a6 6 0 0 1-6 6z" className={s.leaf} />
      <path d="M37 52h50M37 61h32" className={s.text} />
      <circle cx="118" cy="26" r="15" className={s.note} />
      <path d="M112 29l8-8 3 3-8 8-4 1z" className={s.noteLine} />
    </>
  ),
  search: (
    <>
      {sheetOfPaper}
      <rect x="36" y="16" width="68" height="24" rx="6" className={s.tint} />
      <path d="M37 50h50M37 59h32" className={s.text} />
      <circle cx="114" cy="64" r="16" className={s.lens} />
      <path d="m126 76 10 10" className={s.line} />
    </>
  ),
  account: (
    <>
      <rect x="20" y="26" width="44" height="44" rx="13" className={s.leaf} />
      <path d="M42 60V46m0 4c0-6 4-9 9-9 0 6-4 9-9 9Zm0 4c0-5-3-8-8-8 0 5 3 8 8 8Z" className={s.white} />
      <path d="M70 48h14" className={s.dash} />
      <rect x="90" y="16" width="40" height="64" rx="9" className={s.paper} />
      <path d="M98 30h24M98 40h24M98 50h14" className={s.text} />
      <circle cx="124" cy="72" r="13" className={s.note} />
      <path d="m118 72 4 5 8-9" className={s.noteLine} />
    </>
  ),
  token: (
    <>
      {sheetOfPaper}
      <circle cx="56" cy="39" r="11" className={s.lens} />
      <path d="M67 39h30m-8 0v8m-9-8v6" className={s.line} />
      <circle cx="118" cy="70" r="14" className={s.note} />
      <path d="m112 70 4 5 8-9" className={s.noteLine} />
    </>
  ),
  quota: (
    <>
      {sheetOfPaper}
      <path d="M48 56a22 22 0 0 1 44 0" className={s.arc} />
      <path d="M48 56a22 22 0 0 1 13-20" className={s.line} />
      <path d="m70 56 9-13" className={s.line} />
    </>
  ),
  replies: (
    <>
      <rect x="62" y="4" width="72" height="34" rx="11" className={s.tint} />
      <path d="M74 16h46M74 25h28" className={s.text} />
      <rect x="24" y="32" width="84" height="54" rx="11" className={s.shade} />
      <rect x="16" y="26" width="84" height="54" rx="11" className={s.paper} />
      <path d="M28 41h48M28 50h34" className={s.text} />
      <rect x="28" y="59" width="60" height="13" rx="4" className={s.leaf} />
      <circle cx="116" cy="66" r="15" className={s.note} />
      <path d="m110 66 4 5 8-9" className={s.noteLine} />
    </>
  ),
  conversation: (
    <>
      <rect x="28" y="8" width="76" height="80" rx="12" className={s.shade} />
      <rect x="20" y="4" width="76" height="80" rx="12" className={s.paper} />
      <path d="M32 20h44M32 29h30" className={s.text} />
      <rect x="32" y="40" width="52" height="9" rx="4" className={s.leaf} />
      <rect x="32" y="54" width="52" height="9" rx="4" className={s.tint} />
      <rect x="32" y="68" width="52" height="9" rx="4" className={s.tint} />
      <path d="M84 44c18 0 8 22 26 22" className={s.line} />
      <circle cx="122" cy="66" r="12" className={s.note} />
      <path d="m116 66 4 5 8-9" className={s.noteLine} />
    </>
  ),
  audit: (
    <>
      {sheetOfPaper}
      <circle cx="42" cy="24" r="4" className={s.leaf} />
      <circle cx="42" cy="39" r="4" className={s.tint} />
      <circle cx="42" cy="54" r="4" className={s.tint} />
      <path d="M53 24h46M53 39h36M53 54h42" className={s.text} />
    </>
  ),
  qrcode: (
    <>
      <rect x="42" y="14" width="72" height="80" rx="11" className={s.shade} />
      <rect x="36" y="6" width="72" height="80" rx="11" className={s.paper} />
      <path
        d="M47 18h17v17H47zm4 4v9h9v-9zM80 18h17v17H80zm4 4v9h9v-9zM47 50h17v17H47zm4 4v9h9v-9z"
        className={s.code}
      />
      <path
        d="M54 25h3v3h-3zM87 25h3v3h-3zM54 57h3v3h-3zM69 18h5v5h-5zM69 28h5v7h-5zM47 40h6v5h-6zM58 40h5v5h-5zM69 40h5v5h-5zM80 40h5v5h-5zM91 40h6v5h-6zM69 50h5v5h-5zM80 50h5v5h-5zM86 55h5v6h-5zM69 61h5v6h-5zM80 61h5v6h-5zM91 61h6v6h-6z"
        className={s.code}
      />
      <path d="M52 76h40" className={s.text} />
      <circle cx="116" cy="24" r="15" className={s.note} />
      <path d="m110 24 4 5 8-9" className={s.noteLine} />
    </>
  ),
  tags: (
    <>
      <path
        d="M52 12h40a8 8 0 0 1 6 3l22 26a7 7 0 0 1 0 9L98 76a8 8 0 0 1-6 3H52a8 8 0 0 1-8-8V20a8 8 0 0 1 8-8Z"
        className={s.shade}
      />
      <path
        d="M38 8h42a8 8 0 0 1 6 3l24 27a7 7 0 0 1 0 9L86 73a8 8 0 0 1-6 3H38a8 8 0 0 1-8-8V16a8 8 0 0 1 8-8Z"
        className={s.paper}
      />
      <circle cx="94" cy="42" r="4.500" className={s.lens} />
      <path d="M42 26h26M42 36h34M42 46h20" className={s.text} />
      <circle cx="116" cy="70" r="14" className={s.note} />
      <path d="M110 70h12m-6-6v12" className={s.noteLine} />
    </>
  ),
  lost: (
    <>
      {sheetOfPaper}
      <path d="M58 30c2-14 26-12 24 2-1 8-11 8-12 17" className={s.line} />
      <circle cx="70" cy="60" r="2.600" className={s.leaf} />
    </>
  ),
};
