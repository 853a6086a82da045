import type { pushErrors as zh } from '../zh-CN/errors-pushes';

type Params = Record<string, string>;
const times = (p: Params) => (p.count ? `${p.count} times, the last at ${p.at ?? ''}. ` : '');

/** The words of what is wrong with message push, by the reason for which the callback address refused something. */
export const pushErrors: typeof zh = {
  'callback.not_set_up': () => ({
    title: 'Message push is not set up',
    cure: 'Generate token and key, and enter them with the server address on WeChat’s page.',
  }),
  'callback.silent': () => ({
    title: 'WeChat has not pushed anything yet',
    cure: 'Enter server address, token and key on WeChat’s page and switch push on; WeChat verifies the address when you save.',
  }),
  'callback.bad_signature': (p) => ({
    title: 'The token differs from the one on WeChat’s page',
    cure: `${times(p)}Make both the same; if in doubt, generate a new one here and enter it there.`,
  }),
  'callback.bad_padding': (p) => ({
    title: 'Messages cannot be decrypted: the EncodingAESKey differs from the one on WeChat’s page',
    cure: `${times(p)}Make both the same; if in doubt, generate a new one here and enter it there.`,
  }),
  'callback.bad_cipher': (p) => ({
    title: 'What arrived is not whole',
    cure: `${times(p)}See whether a proxy between WeChat and this server changes requests.`,
  }),
  'callback.bad_length': (p) => ({
    title: 'A decrypted message has the wrong length',
    cure: `${times(p)}Compare the EncodingAESKey of both sides, and see whether a proxy changes requests.`,
  }),
  'callback.wrong_app_id': (p) => ({
    title: 'Pushes of another account arrive here',
    cure: `${times(p)}Give that account its own server address on WeChat’s page.`,
  }),
  'callback.stale': (p) => ({
    title: 'The time of the pushes is far from this server’s',
    cure: `${times(p)}Set this server’s clock, for example by NTP.`,
  }),
  'callback.not_encrypted': (p) => ({
    title: 'WeChat’s page says plain mode; this console requires encryption',
    cure: `${times(p)}Choose safe mode on WeChat’s page, or plain mode in the account’s settings.`,
  }),
  'callback.encrypted': (p) => ({
    title: 'WeChat’s page says safe mode; this console expects plain',
    cure: `${times(p)}Choose safe mode in the account’s settings.`,
  }),
  'callback.malformed': (p) => ({
    title: 'What arrived is no push of WeChat’s',
    cure: `${times(p)}See whether a proxy changes requests; now and then it is a scanner and may be ignored.`,
  }),
  'callback.document_type': (p) => ({
    title: 'Something with a DOCTYPE was refused',
    cure: `${times(p)}WeChat sends no such thing: an attack or a scanner, to be ignored.`,
  }),
  'callback.too_complex': (p) => ({
    title: 'Something too complex was refused',
    cure: `${times(p)}WeChat sends no such thing: an attack or a scanner, to be ignored.`,
  }),
  'callback.too_large': (p) => ({
    title: 'Something of over 1 MB was refused',
    cure: `${times(p)}WeChat sends no such thing: an attack or a scanner, to be ignored.`,
  }),
  'callback.unanswered': (p) => ({
    title: 'Pushes could not be kept in time and are lost',
    cure: `${times(p)}See whether the database is slow or was down; the log has the cause.`,
  }),
};
