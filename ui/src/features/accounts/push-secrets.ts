const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Letters and digits without pattern, as WeChat wants them in tokens and keys. */
function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    // Of 256 values 248 are a multiple of 62; the rest would make the first letters likelier.
    for (const byte of crypto.getRandomValues(new Uint8Array(length * 2))) {
      if (byte < 248 && text.length < length) text += letters[byte % letters.length];
    }
  }
  return text;
}

/** A message token: 32 letters and digits. */
export function newMessageToken(): string {
  return randomText(32);
}

/** An EncodingAESKey: 43 letters and digits, which with "=" are 32 bytes in base64. */
export function newAESKey(): string {
  return randomText(43);
}
