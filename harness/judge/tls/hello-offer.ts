/** What a ClientHello offers, over every hello of the case. */
import type { Judge } from '../../requirement.ts';
import { benchFault, judged } from '../bench-part.ts';

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
