/** What stands in the certificate that the device shows, and what it sends with it. */
import type { CertificateFacts, Evidence } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import { acceptedOn, attemptsOf, benchFault, story } from '../bench-part.ts';
import { asked } from './client-certificate.ts';

type Look = {
  chain: [CertificateFacts, ...CertificateFacts[]];
  look: Exclude<ReturnType<typeof asked>, { finding: Finding }>;
};

function shown(evidence: Evidence, expected: string): Look | { finding: Finding } {
  const look = asked(evidence, expected);
  if ('finding' in look) return look;
  const [leaf, ...above] = look.connection.clientChain ?? [];
  if (leaf) return { chain: [leaf, ...above], look };
  return { finding: { verdict: 'inconclusive', expected, seen: `no certificate was shown: ${story(look.attempt)}` } };
}

/**
 * RFC 5246 §7.4.2, RFC 8446 §4.4.2: each certificate certifies the one before it, up to the root, which may be left out.
 * The server of the case knows the root alone, so that taking the device shows that nothing was missing.
 */
export const sendsIntermediates: Judge = (evidence) => {
  const expected =
    'the chain of the device certificate, each certified by the next; taken by a server that knows the root alone';
  const seenChain = shown(evidence, expected);
  if ('finding' in seenChain) return seenChain.finding;
  const { chain, look } = seenChain;
  const sent = chain.map(({ subject }) => subject).join(' < ');
  const gap = chain.findIndex((one, index) => chain[index + 1] && one.issuer !== chain[index + 1]?.subject);
  if (gap >= 0) {
    const seen = `${sent}: ${chain[gap]?.subject ?? ''} is issued by ${chain[gap]?.issuer ?? ''}, which does not follow`;
    return { verdict: 'fail', expected, seen };
  }
  if (acceptedOn(look.attempt).includes(look.connection)) return { verdict: 'pass', expected, seen: sent };
  const { issuer } = chain.at(-1) ?? { issuer: '' };
  const notTaken =
    look.connection.alerts.some(({ from, code }) => from === 'lab' && code === unknownAuthority) ||
    look.connection.application.some(({ from, kind }) => from === 'lab' && kind === 'HTTP 400');
  const seen = `${sent}; its issuer ${issuer} is not sent: ${story(look.attempt)}`;
  return { verdict: notTaken ? 'fail' : 'inconclusive', expected, seen };
};

/** RFC 8446 §6.2. */
const unknownAuthority = 48;

const macOf = (path: string): string | undefined =>
  /(?<![0-9a-f])(?:[0-9a-f]{2}[:-]?){5}[0-9a-f]{2}(?![0-9a-f])/i.exec(path)?.[0];
/** The same digits, however they are parted. */
const digits = (text: string): string => text.replace(/[:-]/g, '').toLowerCase();

/** The MAC in the certificate against the one in the path of the file that is fetched over the same attempt. */
export const namesItsUnit: Judge = (evidence) => {
  const expected = 'the MAC of the provisioning path in the subject or a name of the device certificate';
  const look = shown(evidence, expected);
  if ('finding' in look) return look.finding;
  const [leaf] = look.chain;
  const { attempt } = look.look;
  const paths = attempt.connections.flatMap(({ application }) =>
    application.flatMap(({ from, text }) => (from === 'device' && /^GET (\S+)/.exec(text ?? '')?.[1]) || []),
  );
  const mac = paths.map(macOf).find((one) => one !== undefined);
  if (!mac) return { verdict: 'inconclusive', expected, seen: `no path with a MAC was fetched: ${story(attempt)}` };
  const isNamed = [leaf.subject, ...leaf.names].some((name) => digits(name).includes(digits(mac)));
  const seen = `${leaf.subject}${leaf.names.length > 0 ? ` (${leaf.names.join(', ')})` : ''} fetches ${paths.join(', ')}`;
  return { verdict: isNamed ? 'pass' : 'fail', expected, seen };
};

/** A property of the leaf. `seen` says what it is, `holds` whether it is right. */
function ofLeaf(expected: string, judge: (chain: Look['chain']) => { holds: boolean; seen: string }): Judge {
  return (evidence) => {
    const look = shown(evidence, expected);
    if ('finding' in look) return look.finding;
    const { holds, seen } = judge(look.chain);
    return { verdict: holds ? 'pass' : 'fail', expected, seen };
  };
}

export const mayBeClient = ofLeaf(
  'the extended key usage of the device certificate, if it has one, names clientAuth',
  ([leaf]) => ({
    holds: leaf.purposes === null || leaf.purposes.some((one) => one === 'clientAuth' || one === 'anyExtendedKeyUsage'),
    seen: leaf.purposes === null ? 'no extended key usage, so none is excluded' : leaf.purposes.join(', '),
  }),
);

export const isNoAuthority = ofLeaf('the device certificate is no authority', ([leaf]) => ({
  holds: !leaf.authority,
  seen: leaf.authority ? 'basicConstraints makes it an authority' : `an end entity: ${leaf.subject}`,
}));

/** RFC 9325 §4.2.1, §4.5: RSA of 2048 bits or a curve of 256, signed with SHA-256 or better. */
function isWeak({ key, signature, subject, issuer }: CertificateFacts): boolean {
  const [kind = '', size = ''] = key.split(' ');
  const bits = Number(/\d{3,}/.exec(size)?.[0]);
  const isShort = kind.startsWith('RSA') || kind === 'DSA' ? !(bits >= 2048) : kind === 'EC' ? !(bits >= 256) : false;
  // RFC 8446 §4.4.2.4: nobody verifies how a root has signed itself.
  return isShort || (subject !== issuer && /md[25]|sha1(?!\d)|sha224/i.test(signature));
}

export const isStrong = ofLeaf(
  'keys of RSA 2048 or a curve of 256 bits at least, and no signature with MD5 or SHA-1, in the whole chain sent',
  (chain) => ({
    holds: !chain.some(isWeak),
    seen: chain.map(({ key, signature }) => `${key}, ${signature}`).join(' < '),
  }),
);

const year = 365.2425 * 86_400_000;

/** No clause says how long a device certificate is valid, nor what a device does with one that has expired: told. */
export const tellsValidity: Judge = (evidence, { case: row }) => {
  const expected = `${row?.title ?? 'validity'}: recorded`;
  const look = asked(evidence, expected);
  if ('finding' in look) return look.finding;
  const [leaf] = look.connection.clientChain ?? [];
  if (!leaf) return { verdict: 'observed', expected, seen: `not shown: ${story(look.attempt)}` };
  const years = (Date.parse(leaf.notAfter) - Date.parse(leaf.notBefore)) / year;
  const coding = leaf.endCoding ? `, coded as ${leaf.endCoding}` : '';
  const span = years >= 1 ? `${Math.round(years)} years` : `${Math.round(years * 365)} days`;
  const seen = `shown, valid for ${span} until ${leaf.notAfter}${coding}: ${story(look.attempt)}`;
  return { verdict: 'observed', expected, seen };
};

/** Two units of a product, each with a key of its own. */
export const hasItsOwnKey: Judge = (evidence) => {
  const expected = 'two units show certificates for different keys';
  const fault = benchFault(evidence, expected);
  if (fault) return fault;
  const leafOf = (unit: 'second' | undefined): CertificateFacts | undefined =>
    attemptsOf(evidence, 'case')
      .filter((one) => one.unit === unit)
      .flatMap(({ connections }) => connections.flatMap(({ clientChain }) => clientChain?.[0] ?? []))[0];
  const [first, second] = [leafOf(undefined), leafOf('second')];
  if (!first || !second)
    return { verdict: 'inconclusive', expected, seen: `the ${first ? 'second' : 'first'} unit showed no certificate` };
  if (!first.keySha256 || !second.keySha256)
    return { verdict: 'inconclusive', expected, seen: 'a key could not be read' };
  const [one, other] = [first, second].map(({ subject, keySha256 }) => `${subject}: key ${keySha256?.slice(0, 16)}`);
  return { verdict: first.keySha256 === second.keySha256 ? 'fail' : 'pass', expected, seen: `${one}; ${other}` };
};
