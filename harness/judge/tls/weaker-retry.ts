/**
 * Retries after a handshake that was killed (RFC 9325 §3.1.3): none may offer less than the device offers when nothing is
 * wrong, as far as versions below TLS 1.2 and weak suites go. That TLS 1.3 is left out of a retry is told.
 */
import type { ClientHelloFacts, Connection, Evidence } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { isStrong } from '../../wire/tls/registries/offer-grades.ts';
import { attemptsOf, benchFault, controlsFailed } from '../bench-part.ts';

/** Oldest first. */
const versions = ['SSL 3.0', 'TLS 1.0', 'TLS 1.1', 'TLS 1.2', 'TLS 1.3'];
const lowestSound = versions.indexOf('TLS 1.2');

export const retriesNoWeaker: Judge = (evidence) => {
  const expected = 'after a killed handshake no ClientHello with an older version or weaker suites than before';
  const fault = benchFault(evidence, expected);
  if (fault) return fault;
  const [usual] = hellosOf(evidence, 'control-before');
  const killed = attemptsOf(evidence, 'case').flatMap(({ connections }) => connections.filter(wasKilled));
  if (killed.length === 0) {
    return { verdict: 'inconclusive', expected, seen: 'no ClientHello came that the lab could answer by killing it' };
  }
  if (!usual) return { verdict: 'inconclusive', expected, seen: 'no ClientHello of a control to compare with' };
  const later = [...hellosOf(evidence, 'case'), ...hellosOf(evidence, 'control-after')];
  const weaker = later.map((hello) => weakness(hello, usual)).find((one) => one !== null);
  if (weaker) return { verdict: 'fail', expected, seen: weaker };
  const control = controlsFailed(evidence, expected);
  if (control) return control;
  const lower = later.filter((hello) => highest(hello) < highest(usual)).length;
  const kept = `${later.length} hellos after the first one, none with an older version or weaker suites`;
  const seen = lower > 0 ? `${kept}; ${lower} of them without ${versions[highest(usual)]}` : kept;
  return { verdict: 'pass', expected, seen };
};

const hellosOf = (evidence: Evidence, role: 'case' | 'control-before' | 'control-after'): ClientHelloFacts[] =>
  attemptsOf(evidence, role).flatMap(({ connections }) => connections.flatMap(({ hello }) => (hello ? [hello] : [])));

/** By a reset or a fatal alert of the lab in answer to the ClientHello. */
const wasKilled = ({ hello, closed, alerts, messages }: Connection): boolean =>
  hello !== null &&
  !messages.some(({ from, type }) => from === 'lab' && type === 'server_hello') &&
  ((closed.by === 'lab' && closed.how === 'rst') ||
    alerts.some(({ from, level }) => from === 'lab' && level === 'fatal'));

/** The newest that is offered: RFC 5246 appendix E.1, where a hello says its newest version only. */
const highest = ({ versions: offered, legacyVersion }: ClientHelloFacts): number =>
  Math.max(...(offered.length > 0 ? offered : [legacyVersion]).map((one) => versions.indexOf(one)));

function weakness(hello: ClientHelloFacts, usual: ClientHelloFacts): string | null {
  const top = highest(hello);
  if (top >= 0 && top < lowestSound && top < highest(usual)) return `a hello that offers ${versions[top]} at most`;
  const older = hello.versions.filter((one) => versions.indexOf(one) >= 0 && versions.indexOf(one) < lowestSound);
  const lowered = older.filter((one) => !usual.versions.includes(one));
  // A hello without the extension does not say what its lowest version is.
  if (usual.extensions.includes('supported_versions') && lowered.length > 0)
    return `a hello with versions that were not offered before: ${lowered.join(', ')}`;
  const added = hello.suites.filter((suite) => !usual.suites.includes(suite) && isWeak(suite));
  if (added.length > 0) return `a hello with suites that were not offered before: ${added.join(', ')}`;
  if (usual.suites.some(isStrong) && !hello.suites.some(isStrong)) {
    return `a hello without the suites that the device has with forward secrecy and AEAD: ${hello.suites.join(', ')}`;
  }
  return null;
}

/** Signalling values (RFC 5746 §3.3, RFC 7507 §2) are no suites. */
const isWeak = (suite: string): boolean => suite.startsWith('TLS_') && !suite.endsWith('_SCSV') && !isStrong(suite);
