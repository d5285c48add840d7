/** Flaw of the bundled endpoint → what it makes fail: the area media. */
import { kills as cryptoLines } from './crypto-lines.ts';
import { kills as flows } from './flows.ts';
import { joined, type Kills } from './joined.ts';
import { kills as packets } from './packets.ts';
import { kills as suites } from './suites.ts';

export const kills: Kills = joined(cryptoLines, suites, flows, packets);
