/** Messages that are hard to read (RFC 4475, RFC 5118), inside a verified connection. */
import { requirements as malformed } from './messages-malformed.ts';
import { requirements as meanings } from './messages-meanings.ts';
import { requirements as wellFormed } from './messages-well-formed.ts';

export const requirements = { ...wellFormed, ...malformed, ...meanings };
