/** Alerts, silence, and what is no TLS. */
import type { TlsFault } from '../tls-fault.ts';

export const alertFaults = {} as const satisfies Record<string, TlsFault>;
