/**
 * Small things a browser remembers for its operator: language, last account, rows a page. Never data of the server,
 * never a secret. A browser that forbids storage forgets them and nothing else.
 */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`tuwen.${name}`, value);
  } catch {
    // Storage is forbidden or full; the next visit starts with the defaults.
  }
}

/** What {@link remember} kept under the name, or undefined. */
export function recall(name: string): string | undefined {
  try {
    return localStorage.getItem(`tuwen.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}
