/** Versions that the server selects. */
import type { TlsFault } from '../tls-fault.ts';

export const versionFaults = {} as const satisfies Record<string, TlsFault>;
