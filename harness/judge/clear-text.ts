/** Nothing in clear: where TLS is impossible or a redirect leaves it, the device sends no SIP and no HTTP without it. */
import type { Judge } from '../requirement.ts';
import { attemptsOf, benchFault, controlsFailed } from './bench-part.ts';
import { clearAfter, inClear } from './refusal.ts';

/** `seenFirst` proves that the device came to the point where it could have gone on in clear. */
export function nothingInClear({ of, seenFirst }: { of: string; seenFirst: 'an attempt' | 'a redirect' }): Judge {
  return (evidence) => {
    const expected = `no ${of} in clear on any port, after ${seenFirst}; controls accepted over TLS`;
    const fault = benchFault(evidence, expected);
    if (fault) return fault;
    const attempts = attemptsOf(evidence, 'case');
    const clear = attempts.flatMap((one) => one.clearText).find(inClear);
    if (clear) {
      const where = `${clear.transport.toUpperCase()} port of ${clear.port.toUpperCase()} in clear`;
      return { verdict: 'fail', expected, seen: `${clear.kind} on the ${where} after ${Math.round(clear.at)} ms` };
    }
    const late = clearAfter(evidence);
    if (late) return { verdict: 'fail', expected, seen: late };
    const connections = attempts.flatMap((one) => one.connections);
    // The port of TLS itself is a port like any other: what comes there without TLS is in clear too.
    const onTlsPort = connections
      .flatMap(({ messages }) => messages)
      .find(({ from, type }) => from === 'device' && type === 'clear_text');
    if (onTlsPort) {
      const seen = `${onTlsPort.detail ?? 'text'} in clear on the port of TLS after ${Math.round(onTlsPort.at)} ms`;
      return { verdict: 'fail', expected, seen };
    }
    const redirected = connections.some((one) =>
      one.application.some(({ from, kind }) => from === 'lab' && /^HTTP 30\d$/.test(kind)),
    );
    const reached = seenFirst === 'a redirect' ? redirected : connections.length > 0;
    if (!reached) return { verdict: 'inconclusive', expected, seen: `${seenFirst} was not seen` };
    const control = controlsFailed(evidence, expected);
    if (control) return control;
    return {
      verdict: 'pass',
      expected,
      seen: `${seenFirst} was seen; nothing came in clear, the last ${Math.min(...attempts.map(({ quiet }) => quiet))} ms in silence`,
    };
  };
}
