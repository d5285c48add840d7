/** Handshake messages up to TLS 1.2: left out, out of order, malformed. */
import type { TlsFault } from '../tls-fault.ts';

export const messageFaults = {} as const satisfies Record<string, TlsFault>;
