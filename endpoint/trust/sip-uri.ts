/** The SIP domain that a URI in a certificate stands for (RFC 5922 §7.1). */
import type { Flaws } from '../flaws.ts';
import { plainHost } from './host-name.ts';

/** Scheme, user, host or domain. */
const pattern = /^([a-z][a-z0-9+.-]*):(\/\/)?(?:([^@/?;]*)@)?(\[[0-9a-f:.]+\]|[^@:;/?[\]]+)(?::\d+)?(?:[/;?][^@]*)?$/i;

export interface SipDomain {
  /** As it is written, and as it compares. */
  text: string;
  domain: string;
}

/** Null where the URI stands for no domain: another scheme than `sip`, not even `sips`, or one with a user. */
export function sipDomainOf(uri: string, flaws?: Flaws): SipDomain | null {
  const [, scheme = '', slashes, user, text] = pattern.exec(uri) ?? [];
  if (text === undefined) return null;
  if (user !== undefined && !flaws?.has('accepts-uri-with-user')) return null;
  switch (scheme.toLowerCase()) {
    case 'sip':
      if (slashes !== undefined) return null;
      break;
    case 'sips':
      if (slashes !== undefined || !flaws?.has('accepts-sips-uri')) return null;
      break;
    default:
      if (!flaws?.has('accepts-any-uri-scheme')) return null;
  }
  return { text: uri, domain: plainHost(text) };
}
