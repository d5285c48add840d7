/** What stands in a Digest challenge and in the credentials for it (RFC 7616 §3.3, §3.4). */
import { headers, type SipMessage } from './message.ts';

/** The values of both fields in which a request answers a challenge (RFC 3261 §22.2, §22.3). */
export const credentialFields = (request: SipMessage): string[] =>
  ['Authorization', 'Proxy-Authorization'].flatMap((name) => headers(request, name));

/** Parameters of a Digest header value by lower-case name, quotes taken off; null when it is another scheme. */
export function parseDigest(value: string): Map<string, string> | null {
  const scheme = /^\s*digest\s+/i.exec(value);
  if (!scheme) return null;
  const found = new Map<string, string>();
  for (const match of value.slice(scheme[0].length).matchAll(/([^\s=,"]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^\s,"]*))/g)) {
    const [, name = '', quoted, plain = ''] = match;
    found.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain);
  }
  return found;
}
