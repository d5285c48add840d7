/** The properties of a served chain as openssl and node print them, by role; numbers that are random are left out. */
import { spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { pemOf } from '../pem.ts';
import type { Pki, ServedCertificate } from '../pki.ts';

interface Sent {
  der: Buffer;
  /** Null for what openssl can not read. */
  certificate: X509Certificate | null;
}

/** Names as in `Difference`. The leaf is the one with the server's key; the intermediate the one that its issuer names. */
export function chainProperties(served: ServedCertificate, anchors: Pki['anchors']): Map<string, string> {
  const sent = served.chain.map((der) => ({ der, certificate: readable(der) }));
  const roles = rolesOf(sent, served.keyPem);
  const found = new Map([['sent', roles.join(' ')]]);
  const trusted = { ...anchors, ...(served.anchorPem && { anchor: served.anchorPem }) };
  for (const role of ['leaf', 'intermediate']) {
    const one = sent[roles.indexOf(role)];
    if (!one) continue;
    if (!one.certificate) {
      found.set(`${role} unreadable`, 'yes');
      continue;
    }
    for (const [name, value] of printed(one.der)) found.set(`${role} ${name}`, value);
    const others = sent.filter((other) => other !== one);
    found.set(`${role} signer`, signerOf(one.certificate, others, trusted));
    found.set(`${role} trailing octets`, String(one.der.length - one.certificate.raw.length));
    const authority = found.get(`${role} X509v3 Authority Key Identifier`);
    if (authority !== undefined) {
      const candidates = [...Object.values(trusted), ...sent.map(({ der }) => der)];
      const identified = candidates.some((candidate) => keyIdentifierOf(candidate) === authority);
      found.set(`${role} X509v3 Authority Key Identifier`, identified ? 'known' : 'unknown');
    }
    if (found.has(`${role} X509v3 Subject Key Identifier`)) found.set(`${role} X509v3 Subject Key Identifier`, 'given');
  }
  return found;
}

function rolesOf(sent: readonly Sent[], keyPem: string): string[] {
  const key = createPublicKey(createPrivateKey(keyPem));
  const withKey = sent.findIndex(({ certificate }) => attempt(() => certificate?.publicKey.equals(key)) === true);
  const leaf = sent[0]?.certificate && withKey >= 0 ? withKey : 0;
  const issuer = sent[leaf]?.certificate?.issuer;
  const rest = sent.map((one, index) => ({ one, index })).filter(({ index }) => index !== leaf);
  const named = rest.find(({ one }) => issuer !== undefined && one.certificate?.subject === issuer);
  const intermediate = (named ?? rest.find(({ one }) => one.certificate && !isRoot(one.certificate)))?.index;
  return sent.map(({ certificate }, index) => {
    if (index === leaf) return 'leaf';
    if (index === intermediate) return 'intermediate';
    return certificate && isRoot(certificate) ? 'root' : 'other';
  });
}

const isRoot = (certificate: X509Certificate): boolean => certificate.subject === certificate.issuer;

/** Whose key verifies the signature: a known anchor by name, `sent` for another one of the chain, `itself`, `nobody`. */
function signerOf(certificate: X509Certificate, others: readonly Sent[], anchors: Record<string, string>): string {
  const verifies = (by: X509Certificate | null): boolean =>
    by !== null && attempt(() => certificate.verify(by.publicKey)) === true;
  const anchor = Object.entries(anchors).find(([, pem]) => verifies(new X509Certificate(pem)));
  if (anchor) return anchor[0];
  if (others.some((other) => verifies(other.certificate))) return 'sent';
  return verifies(certificate) ? 'itself' : 'nobody';
}

const keyIdentifierOf = (certificate: Buffer | string): string | undefined =>
  printed(certificate).get('X509v3 Subject Key Identifier');

const known = new Map<string, ReadonlyMap<string, string>>();

/** What `openssl x509 -text` prints. Empty for what it can not read. */
function printed(certificate: Buffer | string): ReadonlyMap<string, string> {
  const pem = typeof certificate === 'string' ? certificate : pemOf(certificate);
  const properties = known.get(pem) ?? printedAnew(pem);
  known.set(pem, properties);
  return properties;
}

function printedAnew(input: string): Map<string, string> {
  // With the types of strings, and octets beyond ASCII escaped.
  const form = ['-text', '-nameopt', 'RFC2253,show_type,use_quote'];
  const text = spawnSync('openssl', ['x509', '-noout', ...form], { input, encoding: 'utf8' }).stdout;
  const found = new Map<string, string>();
  if (text === '') return found;
  const [head = '', tail = ''] = text.split(/X509v3 extensions:\n|(?=\n {4}Signature Algorithm)/, 2);
  const line = (pattern: RegExp): string => pattern.exec(head)?.[1]?.trim() ?? '';
  found.set('version', line(/Version: (.*)/));
  found.set('serial', serialForm(/Serial Number:\s+(.*)/.exec(head)?.[1] ?? ''));
  found.set('subject', line(/Subject: ?(.*)/));
  found.set('issuer', line(/Issuer: ?(.*)/));
  found.set('not before', line(/Not Before ?: (.*)/));
  found.set('not after', line(/Not After ?: (.*)/));
  found.set('signature', [...text.matchAll(/Signature Algorithm: (.*)/g)].map(([, name]) => name).join(', '));
  found.set('key', /Public Key Algorithm: [^]*/.exec(head)?.[0].trim() ?? '');
  const extensions = tail.split(/\n {4}Signature Algorithm/)[0] ?? '';
  for (const [, name = '', value = ''] of extensions.matchAll(/^ {12}(\S.*?): ?(.*(?:\n {16}.*)*)/gm)) {
    const before = found.get(name);
    const tidy = value.replaceAll(/\s+/g, ' ').trim();
    found.set(name, before === undefined ? tidy : `${before} | ${tidy}`);
  }
  return found;
}

/** Serial numbers are random: whether one is negative or zero, and how long it is. */
function serialForm(text: string): string {
  const small = /^(-?)\d+ \(/.exec(text);
  if (small) return text.startsWith('0') ? 'zero' : `${small[1] ?? ''}small`;
  return `${text.startsWith('(Negative)') ? '-' : ''}${text.replace('(Negative)', '').split(':').length} octets`;
}

function readable(der: Buffer): X509Certificate | null {
  return attempt(() => new X509Certificate(der)) ?? null;
}

/** What openssl can not do is a property like any other. */
function attempt<Value>(action: () => Value): Value | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
