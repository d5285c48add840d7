/** Whether a name lies within a subtree of name constraints, form by form (RFC 5280 §4.2.1.10). */
import { isIP } from 'node:net';

/** RFC 5280: the host itself and what is built by adding labels on its left. With a leading dot only the latter. */
export function isDnsWithin(name: string, base: string): boolean {
  const host = name.toLowerCase();
  const top = base.toLowerCase();
  return top === '' || host === top || host.endsWith(top.startsWith('.') ? top : `.${top}`);
}

/** Whether a wildcard stands for a name within `base`, though others that it stands for lie outside. */
export function coversSomeWithin(name: string, base: string): boolean {
  if (!name.startsWith('*.')) return false;
  const dot = base.replace(/^\./, '').indexOf('.');
  const parent = dot < 0 ? '' : base.replace(/^\./, '').slice(dot + 1);
  return parent !== '' && parent.toLowerCase() === name.slice(2).toLowerCase();
}

/** Host of a URI's authority; null where there is none or it is an address. */
function hostOf(uri: string): string | null {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/?#]*@)?(\[[^\]]*\]|[^:/?#]*)/i.exec(uri)?.[1];
  return host === undefined || host === '' || host.startsWith('[') || isIP(host) !== 0 ? null : host.toLowerCase();
}

/** Null: the constraint cannot be applied to this URI, which refuses the certificate. A `sip:` URI has no authority part. */
export function isUriWithin(uri: string, base: string): boolean | null {
  const host = hostOf(uri);
  if (host === null) return null;
  const top = base.toLowerCase();
  return top.startsWith('.') ? host.endsWith(top) : host === top;
}

/** `base`: a mailbox, a host, or with a leading dot the hosts of a domain. The local part has a case. */
export function isMailboxWithin(mailbox: string, base: string): boolean {
  const at = mailbox.lastIndexOf('@');
  const host = mailbox.slice(at + 1).toLowerCase();
  const baseAt = base.lastIndexOf('@');
  const top = base.slice(baseAt + 1).toLowerCase();
  if (baseAt >= 0) return host === top && mailbox.slice(0, at) === base.slice(0, baseAt);
  return top.startsWith('.') ? host.endsWith(top) : host === top;
}

/** `base`: address and mask. */
export function isAddressWithin(address: Buffer, base: Buffer): boolean {
  if (base.length !== 2 * address.length) return false;
  return address.every((byte, n) => ((byte ^ base[n]!) & base[address.length + n]!) === 0);
}
