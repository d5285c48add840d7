/** RFC 6066 §3: literal addresses are not permitted as server names. */
import type { Judge } from '../../requirement.ts';
import { benchFault, judged } from '../bench-part.ts';

/** IPv4 in dotted form; a name has no colon. */
export const isAddress = (name: string): boolean => /^\d+(\.\d+){3}$/.test(name) || name.includes(':');

export const namesNoAddress: Judge = (evidence) => {
  const expected = 'no address as server name in any ClientHello to a server that is known by its address alone';
  const fault = benchFault(evidence, expected);
  if (fault) return fault;
  const hellos = (judged(evidence)?.connections ?? []).flatMap(({ hello }) => (hello ? [hello] : []));
  if (hellos.length === 0) return { verdict: 'inconclusive', expected, seen: 'the device sent no ClientHello' };
  const names = hellos.flatMap(({ serverName }) => (serverName === null ? [] : [serverName]));
  const address = names.find(isAddress);
  if (address) return { verdict: 'fail', expected, seen: `sends the server name ${address}` };
  if (names.length > 0) {
    const seen = `sends the server name ${names.join(', ')}, so it was not pointed at an address alone`;
    return { verdict: 'inconclusive', expected, seen };
  }
  return { verdict: 'pass', expected, seen: 'sends no server name' };
};
