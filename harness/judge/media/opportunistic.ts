/** Encryption where the far end can (RFC 8643): RTP/AVP with crypto lines, and what becomes of it. */
import type { Call, Description } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { isPlainProfile } from '../../wire/sdp/profiles.ts';
import { farOffer } from './answered-line.ts';
import { callControlsFailed, established, flowed, judgedCall, media, tell } from './call-part.ts';

const ofDevice = (call: Call, role: Description['role']): Description | undefined =>
  call.descriptions.find((one) => one.from === 'device' && one.role === role);

/** RFC 8643 §3.1: an offer under a plain profile, with the attributes of each method of keying. */
export const offersOpportunistic: Judge = (evidence) => {
  const expected = 'an offer of RTP/AVP with at least one crypto line';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const offer = ofDevice(look.call, 'offer');
  if (!offer) return { verdict: 'inconclusive', expected, seen: `the device made no offer: ${tell(look.call)}` };
  const active = offer.media.filter(({ port }) => port > 0);
  const seen = active
    .map(({ kind, profile, crypto }) => `${kind} ${profile} with ${crypto.length} crypto lines`)
    .join(', ');
  const fits = active.length > 0 && active.every(({ profile, crypto }) => isPlainProfile(profile) && crypto.length > 0);
  return { verdict: fits ? 'pass' : 'fail', expected, seen };
};

/** RFC 8643 §3.2; RFC 4568 §5.1.2: the same profile and one crypto line, with the tag and suite of one that was offered. */
export const answersOpportunistic: Judge = (evidence) => {
  const expected =
    'RTP/AVP answered as RTP/AVP with one of the crypto lines that were offered, and every packet under it';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const offer = farOffer(call);
  const answer = ofDevice(call, 'answer');
  if (!offer || !answer) return callControlsFailed(evidence, expected) ?? unanswered(call, expected);
  const offered = offer.media.flatMap(({ crypto }) => crypto);
  const [line, ...more] = answer.media.filter(({ port }) => port > 0);
  if (!line || more.length > 0)
    return { verdict: 'inconclusive', expected, seen: `${more.length + 1} lines: ${tell(call)}` };
  const [crypto, ...others] = line.crypto;
  const taken = offered.some(({ tag, suite }) => tag === crypto?.tag && suite === crypto.suite);
  const { srtp, plain, undecipherable } = call.fromDevice;
  const seen = `${line.profile} with ${line.crypto.length} crypto lines; ${tell(call)}`;
  if (!isPlainProfile(line.profile) || !taken || others.length > 0 || plain + undecipherable > 0)
    return { verdict: 'fail', expected, seen };
  return { verdict: srtp > 0 ? 'pass' : 'inconclusive', expected, seen };
};

const unanswered = (call: Call, expected: string) => {
  const refused = call.status !== null && call.status.by === 'device' && flowed(call) === 'refused';
  return { verdict: refused ? ('fail' as const) : ('inconclusive' as const), expected, seen: tell(call) };
};

/** RFC 8643 §3.2, §3.3: a key was agreed, and what comes does not authenticate: the media fails, and is not sent in clear. */
export const staysSecured: Judge = (evidence) => {
  const expected = 'no packet in clear although nothing authenticates that the device is sent';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const { srtp, plain } = call.fromDevice;
  if (plain > 0) return { verdict: 'fail', expected, seen: tell(call) };
  if (!established(call) || (call.answer?.crypto.length ?? 0) === 0)
    return { verdict: 'inconclusive', expected, seen: `no key was agreed: ${tell(call)}` };
  if (call.toDevice.packets === 0)
    return { verdict: 'inconclusive', expected, seen: `nothing was sent to it: ${tell(call)}` };
  // A device that ends such a call at once does what it should, too.
  if (srtp > 0) return { verdict: 'pass', expected, seen: tell(call) };
  if (call.ended.by === 'device')
    return callControlsFailed(evidence, expected) ?? { verdict: 'pass', expected, seen: tell(call) };
  return { verdict: 'inconclusive', expected, seen: `the device sent no media: ${tell(call)}` };
};

/**
 * Without crypto of its own a device answers RTP/AVP with crypto in clear, or refuses; it claims no encryption. A caller that
 * offered RTP/SAVP first calls again.
 */
export const answersInClearOrRefuses: Judge = (evidence) => {
  const expected = 'plain RTP under RTP/AVP with an answer without crypto, or a refusal';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const last = call.legs?.at(-1) ?? call;
  const calls = last === call ? [call] : [call, last];
  const seen = calls.map((one) => `${flowed(one)}: ${tell(one)}`).join('; then ');
  const wrong = calls.find((one) => media(one) > 0 && (flowed(one) !== 'RTP' || claimsEncryption(one)));
  if (wrong) return { verdict: 'fail', expected, seen };
  if (media(last) > 0) return { verdict: 'pass', expected, seen };
  const control = callControlsFailed(evidence, expected);
  return control ?? { verdict: flowed(last) === 'refused' ? 'pass' : 'inconclusive', expected, seen };
};

/** An answer with crypto, or one under another profile than that of an offer that asked for encryption. */
const claimsEncryption = ({ offer, answer }: Call): boolean =>
  (answer?.crypto.length ?? 0) > 0 || !isPlainProfile(offer?.profile ?? '');

/** Two audio lines as alternatives: one is taken, the other has port 0, and media flows in the one that was taken. */
export const takesOneLine: Judge = (evidence) => {
  const expected = 'one of the two lines taken, the other refused by port 0, and media in the one that was taken';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const answer = ofDevice(call, 'answer');
  if (!answer) return { verdict: 'inconclusive', expected, seen: `the device gave no answer: ${tell(call)}` };
  const active = answer.media.filter(({ port }) => port > 0);
  const ports = answer.media.map(({ profile, port }) => `${profile} ${port > 0 ? 'taken' : 'refused'}`).join(', ');
  const seen = `${ports}; ${call.elsewhere} packets to the other line; ${tell(call)}`;
  if (answer.media.length !== 2 || active.length > 1 || call.elsewhere > 0) return { verdict: 'fail', expected, seen };
  const [line] = active;
  if (!line) return { verdict: 'inconclusive', expected, seen };
  const offered = farOffer(call);
  // Crypto that nobody offered in that line is no agreement (RFC 4568 §5.1.2).
  const asked = offered?.media[answer.media.indexOf(line)]?.crypto ?? [];
  const secure = line.crypto.length > 0 && asked.length > 0;
  const { srtp, plain, undecipherable } = call.fromDevice;
  if (undecipherable > 0 || (secure ? plain : srtp) > 0) return { verdict: 'fail', expected, seen };
  return { verdict: (secure ? srtp : plain) > 0 ? 'pass' : 'inconclusive', expected, seen };
};

/** Of an optional offer whose crypto somebody took away, or an answer: no clause says what is to be done. */
export const toldOfDowngrade: Judge = (evidence) => {
  const expected = 'what becomes of a call whose crypto lines somebody has taken away';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const came = flowed(call);
  if (came === 'RTP')
    return { verdict: 'observed', expected, seen: 'goes on in clear: it can be downgraded by whoever is on the path' };
  if (came === 'refused') {
    return callControlsFailed(evidence, expected) ?? { verdict: 'observed', expected, seen: 'refuses the call' };
  }
  return { verdict: 'inconclusive', expected, seen: tell(call) };
};
