/** Crypto lines that break the grammar, or ask for what is not usual (RFC 4568 §6, §9). */
import type { CallScript } from '../call-script.ts';

export const cryptoLines = {} as const satisfies Record<string, CallScript>;
