/** The torture messages by the names that their RFCs give them. A new one is an entry in the file of its group. */
import { ipv6 } from './ipv6.ts';
import { lengths } from './lengths.ts';
import { lengthy } from './lengthy.ts';
import { malformed } from './malformed.ts';
import { meanings } from './meanings.ts';
import { registrations } from './registrations.ts';
import { responses } from './responses.ts';
import { schemes } from './schemes.ts';
import { startLines } from './start-lines.ts';
import type { TortureMessage } from './torture-message.ts';
import { wellFormed } from './well-formed.ts';

const all = {
  ...wellFormed,
  ...lengthy,
  ...responses,
  ...lengths,
  ...malformed,
  ...startLines,
  ...meanings,
  ...schemes,
  ...registrations,
  ...ipv6,
};

export type TortureName = keyof typeof all;

export const tortureMessages: Readonly<Record<TortureName, TortureMessage>> = all;

export const isTortureName = (name: string): name is TortureName => Object.hasOwn(all, name);
