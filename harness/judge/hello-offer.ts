/** What a ClientHello offers, over every hello of the case. */
import type { ClientHelloFacts } from '../evidence.ts';
import type { Judge } from '../requirement.ts';
import { benchFault, judged } from './bench-part.ts';

/** `forbidden` names what must not be in the hello; the empty list is a pass. */
export function offersNone({ of, forbidden }: { of: string; forbidden: (hello: ClientHelloFacts) => string[] }): Judge {
  return (evidence) => {
    const expected = `no ${of} in any ClientHello`;
    const fault = benchFault(evidence, expected);
    if (fault) return fault;
    const hellos = (judged(evidence)?.connections ?? []).flatMap(({ hello }) => (hello ? [hello] : []));
    if (hellos.length === 0) return { verdict: 'inconclusive', expected, seen: 'the device sent no ClientHello' };
    const found = [...new Set(hellos.flatMap(forbidden))];
    if (found.length > 0) return { verdict: 'fail', expected, seen: `offers ${found.join(', ')}` };
    return {
      verdict: 'pass',
      expected,
      seen: `${hellos[0]?.suites.length ?? 0} suites offered: ${hellos[0]?.suites.join(', ')}`,
    };
  };
}

/** Whether every ClientHello of the case has the extension; told, for where no clause demands it. */
export function tellsExtension({ named, of }: { named: string; of: string }): Judge {
  return (evidence) => {
    const expected = `whether the ClientHello has ${named} (${of}): recorded`;
    const fault = benchFault(evidence, expected);
    if (fault) return fault;
    const hellos = (judged(evidence)?.connections ?? []).flatMap(({ hello }) => (hello ? [hello] : []));
    if (hellos.length === 0) return { verdict: 'inconclusive', expected, seen: 'the device sent no ClientHello' };
    const having = hellos.filter(({ extensions }) => extensions.includes(named)).length;
    return { verdict: 'observed', expected, seen: `${named} in ${having} of ${hellos.length} ClientHellos` };
  };
}
