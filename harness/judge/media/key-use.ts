/** How a key is used over a call: how long, under which identifier, and in one direction alone. */
import type { Call, CryptoKeyFacts, MediaLine } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import { isSrtpSuite, srtpSuites } from '../../wire/media/srtp-suites.ts';
import { declined, deviceAnswer, liveLine } from './answered-line.ts';
import { callControlsFailed, judgedCall, media, stepOf, tell } from './call-part.ts';
import { octetsBehindFrames } from './packet-size.ts';

const firstKey = (line: MediaLine | null | undefined): CryptoKeyFacts | null => line?.crypto[0]?.keys?.[0] ?? null;

/** Of the far end, in its first offer or answer. */
const farKey = ({ descriptions }: Call): CryptoKeyFacts | null =>
  firstKey(descriptions.find(({ from }) => from === 'far-end')?.media.find(({ port }) => port > 0));

/** Infinity where nothing is said that could be read. */
export const packetsOf = (lifetime: string | null | undefined): number => {
  const [, power, digits] = /^(2\^)?(\d{1,15})$/.exec(lifetime ?? '') ?? [];
  return digits === undefined ? Infinity : power ? 2 ** Number(digits) : Number(digits);
};

/** RFC 4568 §6.1, RFC 3711 §9.2: the echo of marked packets tells how many of them the device has taken. */
export const heedsLifetime: Judge = (evidence) => {
  const look = judgedCall(evidence, 'packets past the lifetime of their key not played');
  if ('finding' in look) return look.finding;
  const { call } = look;
  const lifetime = packetsOf(farKey(call)?.lifetime);
  const expected = `no more than ${lifetime} packets played under a key that is for ${lifetime}`;
  const finding = (verdict: Finding['verdict'], seen: string): Finding => ({ verdict, expected, seen });
  if (declined(call)) {
    return (
      callControlsFailed(evidence, expected) ?? finding('not-applicable', 'the device takes no key with a lifetime')
    );
  }
  const { sent, heard } = call.steps.find(({ echoes }) => echoes)?.echoes ?? { sent: 0, heard: 0 };
  const told = `${heard} of ${sent} packets came back`;
  if (heard > lifetime) return finding('fail', told);
  const ended = call.ended.by === 'device';
  if (heard < lifetime / 2 || (sent <= lifetime && !ended)) return finding('inconclusive', `${told}: ${tell(call)}`);
  return finding('pass', ended ? `${told}, and the device ended the call` : told);
};

/** RFC 3711 §3.1, §3.3: in every packet of a key that has one by its crypto line, in none of another. */
export const carriesItsIdentifier: Judge = (evidence) => {
  const expected = 'an MKI in every packet where the crypto line of the device has one, and in none otherwise';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const finding = (verdict: Finding['verdict'], seen: string): Finding => ({ verdict, expected, seen });
  if (declined(call)) {
    return callControlsFailed(evidence, expected) ?? finding('not-applicable', 'the device takes no key with an MKI');
  }
  const line = liveLine(call.descriptions.findLast(({ from }) => from === 'device') ?? null);
  const key = firstKey(line);
  const suite = line?.crypto[0]?.suite ?? '';
  if (!key || !isSrtpSuite(suite) || media(call) === 0)
    return finding('inconclusive', `no crypto or no media: ${tell(call)}`);
  const said = key.mki ? `an MKI of ${key.mki.octets} octets in its line` : 'no MKI in its line';
  const due = srtpSuites[suite].tagOctets + (key.mki?.octets ?? 0);
  const { srtp, plain, undecipherable } = call.fromDevice;
  if (srtp > 0 && plain + undecipherable === 0) return finding('pass', `${said}, and so in ${srtp} packets`);
  const others = call.packets.filter(
    (packet) => packet.from === 'device' && packet.kind === 'undecipherable' && octetsBehindFrames(packet) !== due,
  );
  return others.length > 0
    ? finding('fail', `${said}, and ${others.length} packets that are not so by their size`)
    : finding('inconclusive', `${said}: ${tell(call)}`);
};

/** RFC 3711 §9.1, RFC 4568 §7.1.2: both directions may have one SSRC, as long as they have not one key. */
export const survivesOneSource: Judge = (evidence) => {
  const expected = 'two keys, so that no keystream comes twice where both sides are the same source';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const finding = (verdict: Finding['verdict'], seen: string): Finding => ({ verdict, expected, seen });
  const own = firstKey(liveLine(deviceAnswer(call)));
  const other = farKey(call);
  if (!own || !other) return finding('inconclusive', `the device wrote no key: ${tell(call)}`);
  if (own.fingerprint === other.fingerprint) return finding('fail', 'one key for both directions');
  const sources = (from: 'device' | 'far-end'): number[] =>
    call.packets.filter((packet) => packet.from === from && packet.kind === 'srtp').map(({ ssrc }) => ssrc);
  const shared = sources('far-end').find((ssrc) => sources('device').includes(ssrc));
  const heard = stepOf(call, 'after')?.echoes?.heard ?? 0;
  if (shared === undefined) return finding('inconclusive', `the two sides were never one source: ${tell(call)}`);
  return finding(
    'pass',
    `two keys under one source; ${heard > 0 ? 'the device hears it' : 'the device does not play it'}`,
  );
};

/** RFC 4568 §6.1: each media line has a key of its own. */
export const separatesStreams: Judge = (evidence) => {
  const expected = 'a key of its own for each media line';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const finding = (verdict: Finding['verdict'], seen: string): Finding => ({ verdict, expected, seen });
  if (declined(call)) {
    return (
      callControlsFailed(evidence, expected) ?? finding('not-applicable', 'the device takes no offer of two streams')
    );
  }
  const lines = deviceAnswer(call)?.media.filter(({ port, crypto }) => port > 0 && crypto.length > 0) ?? [];
  if (lines.length === 0) return finding('inconclusive', `no crypto was agreed: ${tell(call)}`);
  if (lines.length === 1) return finding('not-applicable', 'the device takes one of two streams and refuses the other');
  const keys = new Set(lines.map((line) => firstKey(line)?.fingerprint));
  return finding(keys.size === lines.length ? 'pass' : 'fail', `${keys.size} keys for ${lines.length} streams`);
};
