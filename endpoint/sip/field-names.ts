/** Names of header fields as they are spelt out, and their compact forms (RFC 3261 §7.3.3, RFC 3515 §2.1). */
const compact = new Map([
  ['c', 'content-type'],
  ['f', 'from'],
  ['i', 'call-id'],
  ['m', 'contact'],
  ['r', 'refer-to'],
  ['t', 'to'],
  ['v', 'via'],
]);

/** In lower case and spelt out, however it is written. */
export function fieldName(written: string): string {
  const name = written.trim().toLowerCase();
  return compact.get(name) ?? name;
}

/** All forms of a name, in lower case. */
export function formsOf(name: string): string[] {
  const full = name.toLowerCase();
  return [full, ...[...compact].filter(([, spelt]) => spelt === full).map(([short]) => short)];
}
