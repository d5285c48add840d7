/** What it offers and takes as suites and keys (RFC 4568 §6.2, RFC 6188, RFC 7714). */
import type { CallScript } from '../call-script.ts';

export const suites = {} as const satisfies Record<string, CallScript>;
