/** What the tests of the verification share: the good chain, and the shape of a case. */
import type { FlawName } from '../flaws.ts';
import { authority, make, type Made, type Plan } from './test-chain.ts';
import { distinguishedName, extensions as ext, generalName } from './test-der.ts';

export interface Case {
  /** Unique; rows of a catalogue of certificate faults begin with their number. */
  id: string;
  /** As sent, the peer's own first. */
  sent: Made[];
  /** The good root where nothing else is said. */
  anchors?: Made[];
  /** `sip.lab.test` where nothing else is said. */
  identity?: string;
  /** Both where nothing else is said. */
  only?: 'sip' | 'https';
  /** `accepted`, or kind and alert of the refusal. */
  expected: string;
  /** Every flaw of certificates that turns the verdict round. */
  turnedBy: FlawName[];
}

export const host = 'sip.lab.test';
export const root = authority('Lab Root');
export const intermediate = authority('Lab Intermediate', { issuer: root, key: 'intermediate' });
export const otherRoot = authority('Other Root');

export const named = (...names: string[]): Buffer => ext.names(...names.map((name) => generalName.dns(name)));
export const forServers = ext.extendedKeyUsage('1.3.6.1.5.5.7.3.1');

/** Under the good intermediate, for the good host, where nothing else is said. */
export const leaf = (plan: Plan = {}): Made => make({ issuer: intermediate, ...plan });

/** The good leaf with these extensions besides its name. */
export const leafWith = (...extensions: Buffer[]): Made =>
  leaf({ extensions: [named(host), forServers, ...extensions] });

/** An intermediate of its own with a leaf under it, as sent. */
export function under(plan: Plan, below: Plan = {}): Made[] {
  const own = authority('Own Intermediate', { issuer: root, key: 'intermediate', ...plan });
  return [leaf({ issuer: own, ...below }), own];
}

/** A leaf under the good intermediate, as sent. */
export const chain = (plan: Plan = {}): Made[] => [leaf(plan), intermediate];

const noCommonName = distinguishedName(['2.5.4.10', 'Lab']);

/** A leaf with these names and no others, as sent. */
export const naming = (...names: Buffer[]): Made[] =>
  chain({ subject: noCommonName, extensions: [ext.names(...names), forServers] });
export const dnsNames = (...names: (string | Buffer)[]): Made[] => naming(...names.map(generalName.dns));
