/** What the device hands to whoever manages it must hold no private key. */
import type { Judge } from '../../requirement.ts';

/** The keys of calls that were made before, the device's own and those that it was told. */
export const givesAwayNoMediaKey: Judge = (evidence) => {
  const expected = 'no key of a call in anything that can be downloaded';
  const fault = evidence.benchFaults[0];
  if (fault) return { verdict: 'error', expected, seen: fault.message };
  const made = evidence.keySeries?.reduce((sum, { keys }) => sum + keys, 0) ?? 0;
  const looked = (evidence.downloads ?? []).filter(({ bytes, mediaKeys }) => bytes > 0 && mediaKeys);
  const found = looked.flatMap(({ name, mediaKeys }) => (mediaKeys ?? []).map((key) => `${key} in ${name}`));
  if (found.length > 0) return { verdict: 'fail', expected, seen: found.join('; ') };
  if (made === 0) return { verdict: 'inconclusive', expected, seen: 'the device wrote no key in any call' };
  if (looked.length === 0) return { verdict: 'inconclusive', expected, seen: 'the device handed out nothing' };
  return { verdict: 'pass', expected, seen: `none of ${made} keys in ${looked.map(({ name }) => name).join(', ')}` };
};

export const givesAwayNoKey: Judge = (evidence) => {
  const expected = 'no private key in anything that can be downloaded';
  const fault = evidence.benchFaults[0];
  if (fault) return { verdict: 'error', expected, seen: fault.message };
  const downloads = evidence.downloads ?? [];
  const found = downloads.flatMap(({ name, privateKeys }) => privateKeys.map((key) => `${key} in ${name}`));
  if (found.length > 0) return { verdict: 'fail', expected, seen: found.join('; ') };
  const told = downloads.filter(({ bytes }) => bytes > 0).map(({ name, bytes }) => `${name} (${bytes} bytes)`);
  if (told.length === 0) return { verdict: 'inconclusive', expected, seen: 'the device handed out nothing' };
  return { verdict: 'pass', expected, seen: `none in ${told.join(', ')}` };
};
