/** What the device hands to whoever manages it must hold no private key. */
import type { Judge } from '../../requirement.ts';

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
