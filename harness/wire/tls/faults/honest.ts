/** Honest servers, one for each version: the controls of all other entries. */
import type { TlsFault } from './tls-fault.ts';

export const honest = {
  'honest-tls12': { title: 'an honest server of TLS 1.2', version: 'TLS 1.2' },
  'honest-tls13': { title: 'an honest server of TLS 1.3', version: 'TLS 1.3' },
  'wrong-key': { title: 'signs with another key than that of its certificate', otherKey: true },
} as const satisfies Record<string, TlsFault>;
