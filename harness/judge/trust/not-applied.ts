/** RFC 9112 §6.3, §8: a message cut before its end is incomplete and must not be used. */
import type { Judge } from '../../requirement.ts';
import { accepted, attemptsOf, benchFault, story } from '../bench-part.ts';

/**
 * The visible part of the cut file sets a name that the rest of the file would take back. The device's next
 * registration shows which configuration it runs on; what it says of itself does not count. `whole` is the name that an
 * uncut file, fetched before, sets: a device that does not show it would not show the cut one either.
 */
export function notApplied({ mark, whole }: { mark: string; whole: string }): Judge {
  return (evidence) => {
    const expected = `the cut file not applied: the next REGISTER does not show "${mark}"`;
    const fault = benchFault(evidence, expected);
    if (fault) return fault;
    const attempts = attemptsOf(evidence, 'case');
    const cut = attempts.find((one) => one.service === 'provisioning');
    const next = attempts.find((one) => one.service === 'sip');
    if (!cut || !next) return { verdict: 'error', expected, seen: 'the bench ran no fetch followed by a registration' };
    if (!accepted(cut)) return { verdict: 'inconclusive', expected, seen: `the file was not fetched: ${story(cut)}` };
    const bodies = cut.connections.flatMap(({ application }) => application.filter(({ from }) => from === 'lab'));
    if (!bodies.some((one) => one.text?.includes(mark) && !one.text.includes(whole))) {
      return { verdict: 'error', expected, seen: `the lab did not cut the file behind "${mark}": ${story(cut)}` };
    }
    const requests = next.connections.flatMap(({ application }) => application.filter(({ from }) => from === 'device'));
    if (requests.some((one) => one.text?.includes(mark))) {
      return { verdict: 'fail', expected, seen: `applied: the next REGISTER shows "${mark}"` };
    }
    if (!accepted(next)) {
      return { verdict: 'inconclusive', expected, seen: `no registration to tell by: ${story(next)}` };
    }
    if (!requests.some((one) => one.text?.includes(whole))) {
      const seen = `the REGISTER does not show "${whole}" either, so nothing tells which configuration it runs on`;
      return { verdict: 'inconclusive', expected, seen };
    }
    return {
      verdict: 'pass',
      expected,
      seen: 'fetched, cut by the lab, and the next REGISTER shows the old configuration',
    };
  };
}
