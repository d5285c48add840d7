/** A call under one suite: keys, tags and audio in both directions (RFC 3711 §4.3, §5.2; RFC 6188; RFC 7714). */
import type { Call, Evidence } from '../../evidence.ts';
import type { Finding, Judge, JudgeContext } from '../../requirement.ts';
import { isSrtpSuite, srtpSuites, type SrtpSuite } from '../../wire/media/srtp-suites.ts';
import { declined } from './answered-line.ts';
import { callControlsFailed, echoControlsFailed, echoes, judgedCall, media, tell } from './call-part.ts';
import { octetsBehindFrames } from './packet-size.ts';
import { toneRecovered } from './srtp-packets.ts';

/** The suite that both sides settled on, by the answer. */
function agreedSuite({ answer }: Call): SrtpSuite | null {
  const name = answer?.crypto[0]?.suite ?? '';
  return isSrtpSuite(name) ? name : null;
}

export type SuiteLook = { call: Call; suite: SrtpSuite } | { finding: Finding };

/** A device that declines the suite does not have it; whether it must is another requirement's affair. */
export function underSuite(evidence: Evidence, expected: string): SuiteLook {
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look;
  const { call } = look;
  const found = (verdict: Finding['verdict'], seen: string) => ({ finding: { verdict, expected, seen } });
  if (declined(call)) {
    const finding = callControlsFailed(evidence, expected);
    return finding ? { finding } : found('not-applicable', `the device does not take the suite: ${tell(call)}`);
  }
  const suite = agreedSuite(call);
  if (!suite) return found('inconclusive', `no crypto was agreed: ${tell(call)}`);
  if (media(call) === 0) return found('inconclusive', `the device sent no media: ${tell(call)}`);
  return { call, suite };
}

/** By size alone; null where the packets do not agree. */
function tagBySize(call: Call): number | null {
  const sizes = call.packets.filter(({ from, kind }) => from === 'device' && kind !== 'rtcp').map(octetsBehindFrames);
  return new Set(sizes).size === 1 ? (sizes[0] ?? null) : null;
}

/** RFC 4568 §6.2, RFC 3711 §5.2, RFC 7714 §12: the tag of the suite, and audio that is understood on both sides. */
export const sendsTheTag: Judge = (evidence) => {
  const expected = 'every packet under the suite with a tag of its length, heard in both directions';
  const look = underSuite(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call, suite } = look;
  const { tagOctets } = srtpSuites[suite];
  const { srtp, plain, undecipherable } = call.fromDevice;
  const bySize = tagBySize(call);
  if (srtp === 0 || plain + undecipherable > 0) {
    const other = bySize !== null && bySize !== tagOctets && plain === 0;
    const size = other ? `tags of ${bySize} octets by their size where ${tagOctets} are due; ` : '';
    return { verdict: other || plain > 0 ? 'fail' : 'inconclusive', expected, seen: `${suite}: ${size}${tell(call)}` };
  }
  return heardBothWays(evidence, look, expected, `${suite}: tags of ${tagOctets} octets on ${srtp} packets`);
};

function heardBothWays(evidence: Evidence, { call }: { call: Call }, expected: string, seen: string): Finding {
  if (echoes(call)) return { verdict: 'pass', expected, seen: `${seen}, and what the far end sent came back` };
  return (
    echoControlsFailed(evidence, expected) ?? {
      verdict: 'fail',
      expected,
      seen: `${seen}, but nothing that the far end sent came back`,
    }
  );
}

/** RFC 6188 §3.1, RFC 7714 §8.1, §11: the bench decrypts, with session keys and IVs of its own making, the device's tone. */
export const decryptsUnderSuite: Judge = (evidence, context) => {
  const look = underSuite(evidence, 'the tone of the device under session keys and IVs as the suite has them');
  return 'finding' in look ? look.finding : named(look.suite, toneRecovered(evidence, context));
};

/** RFC 7714 §14.1: what is declared is taken, and media flows under it. */
export const takesDeclaredSuite: Judge = (evidence: Evidence, context: JudgeContext) => {
  const expected = 'the suite taken, and the tone of the device under it';
  const unoffered = lacksInOffer(evidence, expected);
  if (unoffered) return unoffered;
  const look = underSuite(evidence, expected);
  if (!('finding' in look)) return named(look.suite, toneRecovered(evidence, context));
  const { finding } = look;
  return finding.verdict === 'not-applicable' ? { ...finding, verdict: 'fail' } : finding;
};

/** A device that calls and is set to one suite has that in its offer. */
function lacksInOffer(evidence: Evidence, expected: string): Finding | null {
  const { srtpSuite } = evidence.settings;
  const look = judgedCall(evidence, expected);
  if ('finding' in look || srtpSuite === 'all' || look.call.direction === 'incoming' || !look.call.offer) return null;
  const offered = look.call.offer.crypto.map(({ suite }) => suite);
  if (offered.includes(srtpSuite)) return null;
  return { verdict: 'fail', expected, seen: `set to ${srtpSuite}, it offers ${offered.join(', ') || 'no suite'}` };
}

const named = (suite: string, finding: Finding): Finding => ({ ...finding, seen: `${suite}: ${finding.seen}` });
