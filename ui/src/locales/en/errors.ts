import type { errors as zh } from '../zh-CN/errors';
import { contactErrors } from './errors-contacts';
import { journeyErrors } from './errors-journeys';
import { massErrors } from './errors-mass';
import { menuErrors } from './errors-menu';
import { pushErrors } from './errors-pushes';
import { codeErrors } from './errors-qrcodes';
import { replyErrors } from './errors-replies';
import { sendErrors } from './errors-sending';

/** The words of a failure, by its code: what happened, and what to do. */
export const errors: typeof zh = {
  codes: {
    'session.none': () => ({ title: 'Your session has ended', cure: 'Sign in again; nothing on the page is lost.' }),
    'login.wrong': () => ({
      title: 'Email or password is wrong',
      cure: 'Check caps lock and the input method, then try again.',
    }),
    'login.code': () => ({
      title: 'The sign-in link is no longer valid',
      cure: 'Each link works once. Use email and password, or make a new link.',
    }),
    'session.over': () => ({ title: 'Your session has ended', cure: 'Sign in again; nothing on the page is lost.' }),
    'operator.disabled': () => ({ title: 'Your account is disabled', cure: 'Ask an admin to enable it.' }),
    'password.current': () => ({
      title: 'The current password is wrong',
      cure: 'Enter it again; if it is forgotten, ask an admin.',
    }),
    'account.unknown': () => ({
      title: 'No such account',
      cure: 'It may have been removed. See the list of accounts.',
    }),
    'account.no_secret': () => ({
      title: 'The AppSecret is missing',
      cure: 'Enter it in the account’s settings and try again.',
    }),
    'secret.unopened': () => ({
      title: 'The saved secret does not open',
      cure: 'The server’s key was changed. Put the old key file back, or enter the secret again in the account’s settings.',
    }),
    'token.external': (p) => ({
      title: 'The external source gave no token',
      cure: p.reason ? `Check its address and secret. It answered: ${p.reason}` : 'Check its address and secret.',
    }),
    'token.external_rejected': () => ({
      title: 'WeChat rejects the external source’s token',
      cure: 'See whether it is out of date or belongs to another account.',
    }),
    'token.rejected': () => ({
      title: 'WeChat rejects the token it just gave',
      cure: 'Most likely another system uses this account. Find it and use an external token source, or reset the AppSecret.',
    }),
    'material.unknown': () => ({
      title: 'No such item',
      cure: 'It may have been deleted or published. Refresh the list.',
    }),
    'material.deleted_here': () => ({
      title: 'This one was removed here',
      cure: 'A single sync does not restore it; a full sync does.',
    }),
    'material.in_use': (p) => ({
      title: p.count ? `It is used in ${p.count} places` : 'Something uses it',
      cure: 'Replace it there first, or confirm to remove it by force.',
    }),
    'material.not_history': () => ({
      title: 'Only history items can be removed',
      cure: 'Drafts and published items are read from WeChat; delete them there.',
    }),
    'material.not_news': () => ({
      title: 'This is no article',
      cure: 'The id belongs to a picture, a voice or a video.',
    }),
    'material.no_interface': () => ({
      title: 'WeChat has no interface for this one',
      cure: 'A message sent in mass cannot be read again; what you see was recorded when it was sent.',
    }),
    'note.not_text': () => ({
      title: 'The note holds characters that cannot be seen',
      cure: 'They mostly come from pasting. Remove them, type again, and save.',
    }),
    'sync.unknown': () => ({
      title: 'There is no such sync',
      cure: 'It may belong to another account. Look into the list of syncs.',
    }),
    'cursor.bad': () => ({
      title: 'This page of the list is no longer there',
      cure: 'The address names a wrong place. Go back to the first page.',
    }),
    'month.bad': () => ({
      title: 'That is not a month',
      cure: 'A month is written 2026-01 in the address. Clear the filter and choose again.',
    }),
    'token.unknown': () => ({ title: 'There is no such token', cure: 'It may have been revoked. Refresh the list.' }),
    'request.cross_site': () => ({
      title: 'The server does not know this address',
      cure: 'Open this page by the public address of the server; behind a reverse proxy, have an administrator check TUWEN_PUBLIC_URL and the host name that the proxy passes on.',
    }),
    'store.unreachable': () => ({
      title: 'The database does not answer',
      cure: 'Mostly this passes; wait and try again. If it stays, have an administrator look at the database and the log.',
    }),
    'session.store': () => ({
      title: 'The database does not answer',
      cure: 'Your session cannot be read just now; wait and try again. If it stays, have an administrator look at the database and the log.',
    }),
    'sync.over': () => ({ title: 'This sync has ended', cure: 'Refresh to see the result.' }),
    'quota.reserve': (p) => ({
      title: 'The quota for background jobs is used up',
      cure: p.at
        ? `The rest is kept for people; it resets after ${p.at}.`
        : 'The rest is kept for people; it resets at 0:00 Beijing time.',
    }),
    'quota.used_up': (p) => ({
      title: 'This interface’s quota is used up today',
      cure: p.at
        ? `It works again after ${p.at}; if urgent, clear it under API quotas.`
        : 'It resets at 0:00 Beijing time; if urgent, clear it under API quotas.',
    }),
    'quota.blocked': (p) => ({
      title: 'This interface’s quota is used up today',
      cure: p.at
        ? `It works again after ${p.at}; if urgent, clear it under API quotas.`
        : 'It resets at 0:00 Beijing time; if urgent, clear it under API quotas.',
    }),
    'quota.clears': () => ({
      title: 'This month’s clears are used up',
      cure: 'There are 10 a month; wait for the next one.',
    }),
    busy: () => ({ title: 'Busy', cure: 'Somebody else is reading the same; try again shortly.' }),
    'setup.code': () => ({
      title: 'The start code is wrong',
      cure: 'The server prints it in the terminal when it starts; copy it whole.',
    }),
    'setup.done': () => ({
      title: 'There is an operator already',
      cure: 'Sign in; if the password is forgotten, ask an admin.',
    }),
    'role.too_low': () => ({
      title: 'Your role may not do this',
      cure: 'Ask an admin to do it, or to change your role.',
    }),
    'password.short': () => ({
      title: 'The password is too short',
      cure: 'At least 10 characters; a long sentence is safer than symbols.',
    }),
    'password.long': () => ({ title: 'The password is too long', cure: 'At most 256 bytes.' }),
    'password.name': () => ({ title: 'The password contains the email’s name', cure: 'Choose one without it.' }),
    'operator.email': () => ({ title: 'That is not an email address', cure: 'Look for stray spaces or a missing @.' }),
    'operator.name': () => ({ title: 'The name is not right', cure: 'A name has 1 to 40 characters.' }),
    'operator.exists': () => ({
      title: 'An operator with this email exists',
      cure: 'Use another email, or edit that operator.',
    }),
    'operator.last_admin': () => ({
      title: 'At least one admin must stay',
      cure: 'Make another operator an admin first.',
    }),
    'account.exists': () => ({ title: 'This account is connected already', cure: 'Edit it in the list of accounts.' }),
    'account.app_id': () => ({
      title: 'The AppID is wrong',
      cure: 'It begins with wx, then letters and digits; copy it whole.',
    }),
    'account.name': () => ({ title: 'The name is not right', cure: 'A name has 1 to 60 characters.' }),
    'account.api_base_url': () => ({
      title: 'The API address is wrong',
      cure: 'It begins with http:// or https:// and ends after host and port.',
    }),
    'account.external_token_url': () => ({
      title: 'The token source is wrong',
      cure: 'Write a full http:// or https:// address.',
    }),
    'note.too_long': () => ({
      title: 'The note is too long',
      cure: 'At most 200 characters; shorten it and save again.',
    }),
    'sync.running': () => ({ title: 'A sync is under way', cure: 'Wait for it, or stop it first.' }),
    'sync.no_full_yet': () => ({
      title: 'No full sync has finished yet',
      cure: 'Do one full sync first; after that incremental works.',
    }),
    'sync.followers_denied': () => ({
      title: 'WeChat does not let this account read its followers',
      cure: 'Only verified accounts may. Have it verified at mp.weixin.qq.com; until then contacts appear as they write or follow.',
    }),
    'sync.quota': () => ({
      title: 'Today’s calls do not suffice',
      cure: 'Do it tomorrow, or accept that it pauses and goes on after the reset.',
    }),
    ...contactErrors,
    ...replyErrors,
    ...sendErrors,
    ...pushErrors,
    ...codeErrors,
    ...journeyErrors,
    ...massErrors,
    ...menuErrors,
    'wechat.unreachable': () => ({
      title: 'WeChat cannot be reached',
      cure: 'Check the server’s network and the API address, then try again.',
    }),
    'wechat.-1': () => ({ title: 'WeChat is busy', cure: 'Try again in a minute or two.' }),
    'wechat.40001': () => ({
      title: 'The AppSecret is wrong, or another system replaced the token',
      cure: 'Check the AppSecret; if another system uses this account, set an external token source.',
    }),
    'wechat.40013': () => ({ title: 'The AppID is wrong', cure: 'Copy it whole from WeChat’s developer platform.' }),
    'wechat.40125': () => ({
      title: 'The AppSecret is wrong',
      cure: 'Reset it on WeChat’s developer platform and enter it here.',
    }),
    'wechat.40164': (p) => ({
      title: 'The server’s address is not on the whitelist',
      cure: `Add ${p.ip ?? 'the server’s outgoing IP'} on WeChat’s developer platform: account → basic information → keys → API IP whitelist. It takes 5 to 10 minutes.`,
    }),
    'wechat.40007': () => ({
      title: 'WeChat no longer has this item',
      cure: 'It may have been deleted or published. Its note is kept.',
    }),
    'wechat.40243': () => ({
      title: 'The AppSecret is frozen',
      cure: 'Unfreeze it on WeChat’s developer platform; it takes about 10 minutes.',
    }),
    'wechat.45009': () => ({
      title: 'Today’s calls are used up',
      cure: 'They reset at 0:00 Beijing time; if urgent, clear them under API quotas, 10 times a month.',
    }),
    'wechat.45011': () => ({ title: 'Too many calls at once', cure: 'Wait a minute and try again.' }),
    'wechat.48001': () => ({
      title: 'This account has no right to the interface',
      cure: 'Most need a verified account; personal subscription accounts cannot get some of them.',
    }),
    'wechat.48004': () => ({ title: 'WeChat has blocked the interface', cure: 'See the notices on mp.weixin.qq.com.' }),
    'wechat.48006': () => ({
      title: 'This month’s clears are used up',
      cure: 'There are 10 a month; wait for the next one.',
    }),
    'wechat.50002': () => ({ title: 'The account is frozen or closed', cure: 'See its state on mp.weixin.qq.com.' }),
    'wechat.50007': () => ({ title: 'The account is frozen', cure: 'See its state on mp.weixin.qq.com.' }),
    'wechat.61004': () => ({
      title: 'The server’s address is not registered',
      cure: 'Add the server’s outgoing IP to the whitelist.',
    }),
    'wechat.89503': () => ({
      title: 'Waiting for the admin’s confirmation in WeChat',
      cure: 'The account’s admin gets a message; check again once it is confirmed.',
    }),
    'wechat.89506': () => ({
      title: 'The admin refused this IP',
      cure: 'Try again in 24 hours, or add the IP to the whitelist.',
    }),
    'wechat.89507': () => ({
      title: 'The admin refused this IP',
      cure: 'Try again in an hour, or add the IP to the whitelist.',
    }),
  },
};
