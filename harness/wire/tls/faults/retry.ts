/** HelloRetryRequest (RFC 8446 §4.1.4). */
import type { TlsFault } from '../tls-fault.ts';

export const retryFaults = {} as const satisfies Record<string, TlsFault>;
