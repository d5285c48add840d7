/** The crypto lines that the device writes itself: tags, suites, lengths and coding of keys (RFC 4568 §4.1, §6.1, §9.1). */
import type { Call, CryptoLine, Description } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import { isSrtpSuite, masterOctets } from '../../wire/media/srtp-suites.ts';
import { deviceAnswer, liveLine } from './answered-line.ts';
import { established, judgedCall, tell } from './call-part.ts';

const ofDevice = ({ descriptions }: Call): Description[] => descriptions.filter(({ from }) => from === 'device');

/** Each media line of the device that it did not refuse. */
const ownMedia = (call: Call) => ofDevice(call).flatMap(({ media }) => media.filter(({ port }) => port > 0));

const ownLines = (call: Call): CryptoLine[] => ownMedia(call).flatMap(({ crypto }) => crypto);

const withoutLines = (call: Call, expected: string): Finding => ({
  verdict: 'inconclusive',
  expected,
  seen: `the device wrote no crypto line: ${tell(call)}`,
});

/** RFC 4568 §4.1, §9.1. */
export const writesTags: Judge = (evidence) => {
  const expected = 'tags of one to nine digits without leading zeros, each once in its media line';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const media = ownMedia(look.call);
  const [broken] = media.flatMap(({ brokenCrypto }) => brokenCrypto);
  if (broken !== undefined) return { verdict: 'fail', expected, seen: `writes "${broken.slice(0, 60)}"` };
  const tags = media.map(({ crypto }) => crypto.map(({ tag }) => tag));
  const twice = tags.find((each) => new Set(each).size < each.length);
  if (twice) return { verdict: 'fail', expected, seen: `the tags ${twice.join(', ')} in one media line` };
  if (tags.flat().length === 0) return withoutLines(look.call, expected);
  return { verdict: 'pass', expected, seen: `the tags ${tags.map((each) => each.join(', ')).join('; ')}` };
};

/** RFC 4568 §5.1.2, §7.1.2: exactly one line, with the tag and the suite of the one that was taken. */
export const answersOneLine: Judge = (evidence) => {
  const expected = 'one crypto line, with the tag and the suite of one that was offered';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const answer = liveLine(deviceAnswer(call));
  const lines = answer?.crypto ?? [];
  const [line] = lines;
  if (!answer || !established(call)) return notAnswered(call, expected);
  if (answer.brokenCrypto.length > 0 || lines.length !== 1 || !line) {
    return {
      verdict: 'fail',
      expected,
      seen: `answered with ${lines.length + answer.brokenCrypto.length} crypto lines`,
    };
  }
  const offered = offeredLines(call).find(({ tag }) => tag === line.tag);
  const seen = `answered ${line.tag} ${line.suite}`;
  if (offered?.suite !== line.suite) {
    const there = offered ? `where ${offered.tag} ${offered.suite} was offered` : 'with a tag that was not offered';
    return { verdict: 'fail', expected, seen: `${seen} ${there}` };
  }
  return { verdict: 'pass', expected, seen };
};

/** RFC 4568 §7.1.2: with one key both ways the keystreams would be the same. */
export const answersWithItsOwnKey: Judge = (evidence) => {
  const expected = 'a key in the answer that is none of the offer';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const key = liveLine(deviceAnswer(call))?.crypto[0]?.keys?.[0];
  if (!key) return notAnswered(call, expected);
  const isOffered = offeredLines(call).some(({ keys }) =>
    keys?.some(({ fingerprint }) => fingerprint === key.fingerprint),
  );
  return isOffered
    ? { verdict: 'fail', expected, seen: 'the answer repeats a key of the offer' }
    : { verdict: 'pass', expected, seen: `another key, of ${key.octets} octets` };
};

/** RFC 4568 §6.2.1, RFC 6188 §4, RFC 7714 §12: key and salt of the length that the suite has. */
export const writesWholeKeys: Judge = (evidence) => {
  const expected = 'each key as long as its suite wants it';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const lines = ownLines(look.call).flatMap(({ suite, keys }) =>
    isSrtpSuite(suite) ? [{ suite, octets: keys?.[0]?.octets ?? 0, wanted: masterOctets(suite) }] : [],
  );
  const wrong = lines.find(({ octets, wanted }) => octets !== wanted);
  if (wrong) {
    return { verdict: 'fail', expected, seen: `${wrong.octets} octets for ${wrong.suite}, which has ${wrong.wanted}` };
  }
  if (lines.length === 0) return withoutLines(look.call, expected);
  const told = new Set(lines.map(({ suite, octets }) => `${octets} for ${suite}`));
  return { verdict: 'pass', expected, seen: [...told].join(', ') };
};

/** RFC 4568 §6.1, RFC 3548 §2.2. Keys whose octets fill whole groups of three need no padding and show nothing. */
export const padsItsKeys: Judge = (evidence) => {
  const expected = 'keys in base64 with its padding';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const keys = ownLines(look.call).flatMap(({ suite, keys: each }) => (each ?? []).map((key) => ({ suite, ...key })));
  const needing = keys.filter(({ octets }) => octets % 3 !== 0);
  const bare = needing.filter(({ padded }) => !padded);
  if (bare.length > 0) {
    return {
      verdict: 'fail',
      expected,
      seen: `no padding behind the key of ${bare.map(({ suite }) => suite).join(', ')}`,
    };
  }
  if (keys.length === 0) return withoutLines(look.call, expected);
  return needing.length > 0
    ? { verdict: 'pass', expected, seen: `padding behind ${needing.length} keys` }
    : { verdict: 'not-applicable', expected, seen: 'no key of the device has a length that needs padding' };
};

/** RFC 6188 §4: the size of the key stands before the mode in the names of the suites of AES-192 and AES-256. */
export const writesRegisteredNames: Judge = (evidence) => {
  const expected = 'suites by their registered names';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const names = [...new Set(ownLines(look.call).map(({ suite }) => suite))];
  const swapped = names.find((name) => /^AES_CM_(192|256)_/i.test(name));
  if (swapped) return { verdict: 'fail', expected, seen: `writes ${swapped}` };
  if (names.length === 0) return withoutLines(look.call, expected);
  return names.some((name) => /^AES_(192|256)_CM_/.test(name))
    ? { verdict: 'pass', expected, seen: names.join(', ') }
    : { verdict: 'not-applicable', expected, seen: `the device has no such suite: ${names.join(', ')}` };
};

/** Of the far end, in the last offer that was answered. */
function offeredLines({ descriptions }: Call): CryptoLine[] {
  const at = descriptions.findLastIndex(({ from, role }) => from === 'device' && role === 'answer');
  const offer = descriptions.slice(0, Math.max(at, 0)).findLast(({ role }) => role === 'offer');
  return offer?.media.flatMap(({ crypto }) => crypto) ?? [];
}

const notAnswered = (call: Call, expected: string): Finding => ({
  verdict: 'inconclusive',
  expected,
  seen: `the device gave no answer with crypto: ${tell(call)}`,
});
