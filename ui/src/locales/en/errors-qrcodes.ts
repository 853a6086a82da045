import type { codeErrors as zh } from '../zh-CN/errors-qrcodes';

export const codeErrors: typeof zh = {
  'qrcode.unknown': () => ({
    title: 'There is no such QR code',
    cure: 'It may have been deleted here. Look at the list again.',
  }),
  'qrcode.in_use': () => ({
    title: 'A journey begins with this QR code',
    cure: 'Stop that journey, or take the code out of its trigger.',
  }),
  'qrcode.account_kind': () => ({
    title: 'This account cannot have QR codes with a scene',
    cure: 'WeChat makes them for verified service accounts only. If it is one, say so in the account’s settings.',
  }),
  'qrcode.scene_taken': (p) => ({
    title: p.scene ? `Another QR code has the scene “${p.scene}”` : 'Another QR code has one of the scenes',
    cure: 'Take another scene, or leave it empty and get one.',
  }),
  'qrcode.permanent_full': (p) => ({
    title: 'There are not enough permanent QR codes left',
    cure: `WeChat gives an account 100,000 and deletes none; ${p.left ?? '0'} are left. Make a temporary one.`,
  }),
  'qrcode.name': () => ({
    title: 'It has no name yet',
    cure: 'Write 1 to 60 characters; the name is seen only here.',
  }),
  'qrcode.long': (p) => ({ title: 'That is too long', cure: `Write at most ${p.max ?? '60'} characters.` }),
  'qrcode.scene': (p) => ({
    title: 'The scene has characters that it may not have',
    cure: `Use 1 to ${p.max ?? '64'} letters, digits or signs, no Chinese and no spaces; it must not begin with qrscene_.`,
  }),
  'qrcode.kind': () => ({ title: 'That is no kind', cure: 'Write “permanent” or “temporary”.' }),
  'qrcode.renews': () => ({ title: 'A permanent QR code does not end', cure: 'It needs no renewal; leave that out.' }),
  'qrcode.expire_days': () => ({
    title: 'That is no number of days',
    cure: 'A temporary QR code lives 1 to 30 days; a permanent one needs none.',
  }),
  'qrcode.replies': (p) => ({
    title: 'There are too many replies',
    cure: `WeChat allows ${p.max ?? '3'} after a scan.`,
  }),
  'qrcode.tags': (p) => ({
    title: 'There are too many tags',
    cure: `A contact has at most ${p.max ?? '20'}.`,
  }),
  'tag.unknown': (p) => ({
    title: p.tag ? `There is no tag “${p.tag}”` : 'One of the tags is gone',
    cure: 'Use one that exists, or make it under tags first.',
  }),
  'qrcode.permanent': () => ({
    title: 'A permanent QR code does not end',
    cure: 'It needs no renewal; what is printed goes on working.',
  }),
  'qrcode.pending': () => ({
    title: 'It waits to be made by WeChat',
    cure: 'That takes seconds; where the API quota is used up, it goes on after 0:00 in Beijing.',
  }),
  'qrcode.not_made': (p) => ({
    title: p.name ? `“${p.name}” has no picture yet` : 'It has no picture yet',
    cure: 'WeChat has not made it. Wait a little, or make it again from its details.',
  }),
  'qrcode.size': () => ({ title: 'That is no size', cure: 'A side has 100 to 1280 pixels.' }),
  'qrcode.caption_png': () => ({
    title: 'The server draws a PNG without a caption',
    cure: 'Take the SVG, or leave out the caption.',
  }),
  'qrcode.caption_long': (p) => ({
    title: 'The caption is too long',
    cure: `Write at most ${p.max ?? '40'} characters.`,
  }),
  'qrcode.logo': () => ({
    title: 'This picture cannot stand in the middle',
    cure: 'Take a PNG, JPEG or GIF of at most 4000 pixels on a side.',
  }),
  'qrcode.too_many': (p) => ({
    title: 'Those are too many QR codes for one file',
    cure: `A file has at most ${p.max ?? '500'}. Filter first, and download in parts.`,
  }),
  'qrcode_import.rows': (p) => ({
    title: p.count ? `To be mended: ${p.count}` : 'Some rows are to be mended',
    cure: 'No QR code was made. Mend them right below and check again.',
  }),
  'qrcode_import.encoding': () => ({
    title: 'The file is no CSV in UTF-8',
    cure: 'Save it in Excel or WPS as “CSV UTF-8 (comma delimited)”, and choose it again.',
  }),
  'qrcode_import.broken': (p) => ({
    title: p.row ? `Row ${p.row} cannot be read` : 'There are no QR codes in the file',
    cure: 'The first row has the titles, each row below one QR code, with commas between. Begin with the template.',
  }),
  'qrcode_import.too_many': (p) => ({
    title: 'The file has too many rows',
    cure: `A file has at most ${p.max ?? '500'} rows; split it.`,
  }),
  'qrcode_import.column': (p) => ({
    title: p.column ? `Nothing is known of the column “${p.column}”` : 'There is an unknown column',
    cure: 'Write the titles as in the template, and remove columns that are not needed.',
  }),
  'qrcode_import.column_twice': (p) => ({
    title: p.column ? `“${p.column}” means the same as another column` : 'Two columns mean the same',
    cure: 'Keep one of them.',
  }),
  'qrcode_import.column_missing': (p) => ({
    title: `The column “${p.column ?? 'name'}” is missing`,
    cure: 'A name and a kind are needed. Begin with the template.',
  }),
  'qrcode_import.yes_no': () => ({ title: 'Renewal is neither yes nor no', cure: 'Write “yes” or “no”, or nothing.' }),
  'qrcode_import.extra': () => ({
    title: 'This row has more cells than there are titles',
    cure: 'Where a text has a comma, put the whole cell between double quotes.',
  }),
  'qrcode_import.scene_twice': (p) => ({
    title: p.other ? `It has the scene of row ${p.other}` : 'It has the scene of another row',
    cure: 'Take another scene, or leave it empty and get one.',
  }),
};
