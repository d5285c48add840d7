/** SRTP proven packet by packet (docs/verdicts.md, rule 7): authenticated and decrypted with the keys of the SDP. */
import type { Call } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { judgedCall, media, tell } from './call-part.ts';

const cryptoAgreed = (call: Call): boolean =>
  (call.offer?.crypto.length ?? 0) > 0 && (call.answer?.crypto.length ?? 0) > 0;

/** RFC 3711 §3.1, §3.3: every packet from the first one. */
export const everyPacketAuthentic: Judge = (evidence) => {
  const expected = 'every media packet from the first authenticates with the key of the SDP; none in clear';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const { plain, undecipherable } = call.fromDevice;
  // Whoever must encrypt sends nothing in clear, agreed or not.
  if (plain > 0 && call.devicePolicy === 'mandatory') return { verdict: 'fail', expected, seen: tell(call) };
  if (!cryptoAgreed(call)) return { verdict: 'inconclusive', expected, seen: `no crypto was agreed: ${tell(call)}` };
  if (media(call) === 0) return { verdict: 'inconclusive', expected, seen: `the device sent no media: ${tell(call)}` };
  const verdict = plain + undecipherable === 0 ? 'pass' : 'fail';
  return { verdict, expected, seen: tell(call) };
};

/** RFC 3711 §4.3: the keys derived from the SDP decrypt the audio. A tone within 3 % of its frequency is recovered. */
export const toneRecovered: Judge = (evidence) => {
  const hz = evidence.dut.toneHz;
  const expected = `the device's tone of ${hz ?? '?'} Hz recovered from the decrypted packets`;
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  if (hz === null) return { verdict: 'inconclusive', expected, seen: 'no tone is known for this device' };
  if (media(call) === 0) return { verdict: 'inconclusive', expected, seen: `the device sent no media: ${tell(call)}` };
  if (!cryptoAgreed(call)) return { verdict: 'inconclusive', expected, seen: `no crypto was agreed: ${tell(call)}` };
  const near = call.tone !== null && Math.abs(call.tone.hz - hz) <= 0.03 * hz && call.tone.share >= 0.5;
  const { srtp, plain, undecipherable } = call.fromDevice;
  if (srtp > 0 && plain + undecipherable === 0 && near) {
    return {
      verdict: 'pass',
      expected,
      seen: `${Math.round(call.tone?.hz ?? 0)} Hz in ${srtp} authenticated packets`,
    };
  }
  if (call.tone === null && plain + undecipherable === 0)
    return { verdict: 'inconclusive', expected, seen: `too little for a tone: ${tell(call)}` };
  const heard = call.tone
    ? `${Math.round(call.tone.hz)} Hz with ${Math.round(call.tone.share * 100)} % of the energy`
    : 'no tone';
  return { verdict: 'fail', expected, seen: `${heard}; ${tell(call)}` };
};

/** The device echoes what it took: a damaged or repeated packet must not come back, while good ones around it do. */
export function probesDropped(what: string): Judge {
  return (evidence) => {
    const expected = `${what} not played, good packets around it played`;
    const look = judgedCall(evidence, expected);
    if ('finding' in look) return look.finding;
    const good = look.call.probes.filter((probe) => probe.kind === 'good');
    const bad = look.call.probes.filter((probe) => probe.kind !== 'good');
    const heard = good.filter((probe) => probe.echoed > 0).length;
    if (bad.length === 0) return { verdict: 'inconclusive', expected, seen: `none could be sent: ${tell(look.call)}` };
    const played = bad.filter((probe) => probe.echoed > 0).length;
    if (played > 0) return { verdict: 'fail', expected, seen: `${played} of ${bad.length} played` };
    // Silence proves nothing unless the same path carried good packets at the same time.
    if (heard < good.length / 2 || heard === 0) {
      return { verdict: 'inconclusive', expected, seen: `only ${heard} of ${good.length} good packets came back` };
    }
    return {
      verdict: 'pass',
      expected,
      seen: `0 of ${bad.length} played, ${heard} of ${good.length} good ones came back`,
    };
  };
}
