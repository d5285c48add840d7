/** What an attacker gains by a device that fails a requirement: findings stand in this order, most first. */
import type { Level } from './verdict.ts';

export const gains = [
  /** Anybody plays the server, or enters the device as a peer, and holds nothing for it. */
  'impersonation',
  /** Whoever is on the path reads or rewrites what the device says and hears. */
  'reading',
  /** Whoever holds something plays the server or the device: another certificate, an old one, a key, a record of the DNS. */
  'impersonation-by-holder',
  /** An attack that takes more becomes easier: an older version, a weaker suite, a check left out that another one backs up. */
  'help',
  /** The device is kept busy, breaks down, or reads what it should not. */
  'robustness',
  /** Nothing: the device does not work with honest peers, and somebody turns its protection off to make it. */
  'interoperability',
] as const;

export type Gain = (typeof gains)[number];

const byLevel: Record<Level, Gain> = {
  MUST: 'help',
  policy: 'robustness',
  SHOULD: 'robustness',
  MAY: 'interoperability',
};

/** A requirement that does not say it stands in the middle, by its level. */
export const gainOf = ({ level, gain }: { level: Level; gain?: Gain | undefined }): Gain => gain ?? byLevel[level];
