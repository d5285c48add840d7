/** After the handshake: application data and messages beside it. */
import type { TlsFault } from '../tls-fault.ts';

export const applicationFaults = {} as const satisfies Record<string, TlsFault>;
