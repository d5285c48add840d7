/** The record layer. */
import type { TlsFault } from '../tls-fault.ts';

export const recordFaults = {} as const satisfies Record<string, TlsFault>;
