/** Gives the person a file that was made here. */
export function saveFile(name: string, text: string, type = 'application/json'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser begins to read only after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
