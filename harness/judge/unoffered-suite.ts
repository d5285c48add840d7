/** RFC 8446 §4.1.3, RFC 5246 §7.4.1.3: a ServerHello that selects a suite that was not offered ends the handshake. */
import type { Judge } from '../requirement.ts';
import { benchFault, controlsFailed, judged, story, wentOn } from './bench-part.ts';
import { clearAfter, leaked } from './refusal.ts';

export const abortsOnUnofferedSuite: Judge = (evidence) => {
  const expected =
    'the handshake aborted after a ServerHello with a suite that was not offered; honest flight continued';
  const fault = benchFault(evidence, expected);
  if (fault) return fault;
  const attempt = judged(evidence);
  const connections = (attempt?.connections ?? []).filter((one) =>
    one.messages.some((message) => message.type === 'server_hello'),
  );
  if (!attempt || connections.length === 0) {
    return { verdict: 'inconclusive', expected, seen: 'the lab could not send its ServerHello to this device' };
  }
  for (const connection of connections) {
    const suite = connection.negotiated?.suite;
    if (!suite || connection.hello?.suites.includes(suite)) {
      return { verdict: 'error', expected, seen: `the lab selected ${suite ?? 'nothing'}, which the device did offer` };
    }
    if (wentOn(connection)) return { verdict: 'fail', expected, seen: `went on with ${suite}: ClientKeyExchange sent` };
  }
  const leak = leaked(attempt) ?? clearAfter(evidence);
  if (leak) return { verdict: 'fail', expected, seen: leak };
  const control = controlsFailed(evidence, expected);
  if (control) return control;
  const idle = connections.find(
    (one) => one.closed.by !== 'device' && !one.alerts.some(({ from }) => from === 'device'),
  );
  if (idle) {
    const seen = `neither alert nor close of the device within ${evidence.window} ms`;
    return { verdict: 'inconclusive', expected, seen };
  }
  return { verdict: 'pass', expected, seen: story(attempt) };
};
