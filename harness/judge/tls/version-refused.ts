/**
 * A version below TLS 1.2 (RFC 8996): either the server selected it and the device ended the handshake, or the device
 * did not offer it, so that an honest server found no common version.
 */
import type { Connection, TlsVersion } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { benchFault, controlsFailed, judged, story } from '../bench-part.ts';
import { clearAfter, leaked, refused } from '../refusal.ts';

const protocolVersion = 70;

const noCommonVersion = ({ hello, alerts }: Connection, version: TlsVersion): boolean =>
  hello !== null &&
  // RFC 5246 appendix E.1: a hello without the extension offers every version up to its own.
  hello.extensions.includes('supported_versions') &&
  !hello.versions.includes(version) &&
  alerts.some(({ from, code }) => from === 'lab' && code === protocolVersion);

export function versionRefused({ version }: { version: TlsVersion }): Judge {
  return (evidence) => {
    const expected = `no session over ${version}: refused, or not offered; controls accepted`;
    const fault = benchFault(evidence, expected);
    if (fault) return fault;
    const attempt = judged(evidence);
    const connections = attempt?.connections ?? [];
    if (!attempt || connections.length === 0 || !connections.every((one) => noCommonVersion(one, version))) {
      return refused(evidence, expected, 'server hello', false);
    }
    const leak = leaked(attempt) ?? clearAfter(evidence);
    if (leak) return { verdict: 'fail', expected, seen: leak };
    const control = controlsFailed(evidence, expected);
    if (control) return control;
    const offered = [...new Set(connections.flatMap(({ hello }) => hello?.versions ?? []))];
    return {
      verdict: 'pass',
      expected,
      seen: `offers ${offered.join(', ')} only, so the server found no common version: ${story(attempt)}`,
    };
  };
}
