/** How long the device uses a key of its own that has a lifetime by its crypto line (RFC 4568 §6.1, RFC 3711 §9.2). */
import type { Call, KeyUse } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import { judgedCall, tell } from './call-part.ts';
import { packetsOf } from './key-use.ts';

interface Used extends KeyUse {
  lifetime: number;
  /** What came behind its last packet; null for nothing that the device did. */
  then: 'a new key' | 'BYE' | null;
}

/** By fingerprint; of one that is described again the longest counts. */
function lifetimesOf({ descriptions }: Call): Map<string, number> {
  const lifetimes = new Map<string, number>();
  const lines = descriptions.filter(({ from }) => from === 'device').flatMap(({ media }) => media);
  for (const { fingerprint, lifetime } of lines.flatMap(({ crypto }) => crypto).flatMap(({ keys }) => keys ?? [])) {
    lifetimes.set(fingerprint, Math.max(lifetimes.get(fingerprint) ?? 0, packetsOf(lifetime)));
  }
  return lifetimes;
}

/** One that comes back is the same as before, so its packets count together. */
function usesOf({ deviceKeys = [] }: Call): KeyUse[] {
  const counts = new Map<string, number>();
  for (const { fingerprint, packets } of deviceKeys) counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + packets);
  return [...counts].map(([fingerprint, packets]) => ({ fingerprint, packets }));
}

/** The keys that have a lifetime and were used. */
function limitedKeys(call: Call): Used[] {
  const lifetimes = lifetimesOf(call);
  const last = call.deviceKeys?.at(-1)?.fingerprint;
  const { by, how } = call.ended;
  const end = by === 'device' && how === 'BYE' ? 'BYE' : null;
  return usesOf(call)
    .map((use): Used => ({
      ...use,
      lifetime: lifetimes.get(use.fingerprint) ?? Infinity,
      then: use.fingerprint === last ? end : 'a new key',
    }))
    .filter(({ lifetime }) => lifetime < Infinity);
}

export const endsWithOwnKey: Judge = (evidence) => {
  const expected =
    'a new key, or the end of the call, before a key of the device has protected more packets than it is for';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const finding = (verdict: Finding['verdict'], seen: string): Finding => ({ verdict, expected, seen });
  const keys = limitedKeys(call);
  const told = ({ packets, lifetime }: Used): string => `${packets} packets under a key that is for ${lifetime}`;
  const outlived = keys.find(({ packets, lifetime }) => packets > lifetime);
  if (outlived) return finding('fail', told(outlived));
  if (keys.length === 0) return finding('inconclusive', `no packets under a key with a lifetime: ${tell(call)}`);
  // A call that ends for another reason ends long before its key does.
  const given = keys.find(({ packets, lifetime, then }) => then !== null && packets >= lifetime / 2);
  return given
    ? finding('pass', `${told(given)}, then ${given.then}`)
    : finding('inconclusive', `${keys.map(told).join(', ')}, and the device did nothing about it: ${tell(call)}`);
};
