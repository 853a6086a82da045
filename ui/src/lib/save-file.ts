/** Lets the browser save what is in memory as a file of this name. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser has taken its own hold of the content by then.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
