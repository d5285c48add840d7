/** ServerHello of TLS 1.3. */
import type { TlsFault } from '../tls-fault.ts';

export const hello13Faults = {} as const satisfies Record<string, TlsFault>;
