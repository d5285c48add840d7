/** Extensions of ServerHello up to TLS 1.2. */
import type { TlsFault } from '../tls-fault.ts';

export const extensionFaults = {} as const satisfies Record<string, TlsFault>;
