/** What openssl says of the revocation data of a served chain, one property for each place where such data is named. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import { pemOf } from '../pem.ts';
import type { Pki, ServedCertificate } from '../pki.ts';

type RevocationServed = Pick<ServedCertificate, 'chain' | 'published' | 'staple'>;

/**
 * `leaf CRL`, `intermediate CRL`, `leaf OCSP` and `leaf staple`, where the chain has them, with values such as
 * `good, current, signed by the issuer`. Extensions with a URL are `given`: what is there is what counts.
 */
export function revocationProperties(served: RevocationServed, pki: Pki): Map<string, string> {
  const found = new Map<string, string>();
  const [leaf, intermediate] = served.chain;
  if (Object.keys(served.published).length === 0 || !leaf || !intermediate) return found;
  const folder = mkdtempSync(join(tmpdir(), 'ringproof-revocation-'));
  try {
    const of = { folder, now: pki.now, served };
    const anchor = new X509Certificate(pki.anchors.lab).raw;
    const links = [
      { role: 'leaf', certificate: leaf, issuer: intermediate },
      { role: 'intermediate', certificate: intermediate, issuer: anchor },
    ];
    for (const { role, certificate, issuer } of links) {
      const text = openssl(['x509', '-noout', '-text'], pemOf(certificate));
      const list = /CRL Distribution Points: *\n.*\n?.*URI:(.*)/.exec(text)?.[1];
      const responder = /OCSP - URI:(.*)/.exec(text)?.[1];
      if (list !== undefined) {
        found.set(`${role} X509v3 CRL Distribution Points`, 'given');
        found.set(
          `${role} CRL`,
          reached(list, served, (der) => listSays({ ...of, der, certificate, issuer })),
        );
      }
      if (responder !== undefined) {
        found.set(`${role} Authority Information Access`, 'given');
        found.set(
          `${role} OCSP`,
          reached(responder, served, (der) => responseSays({ ...of, der, certificate, issuer })),
        );
      }
    }
    const { staple } = served;
    if (staple) found.set('leaf staple', responseSays({ ...of, der: staple, certificate: leaf, issuer: intermediate }));
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Said {
  folder: string;
  now: Date;
  der: Buffer;
  certificate: Buffer;
  issuer: Buffer;
}

function reached(url: string, { published }: RevocationServed, says: (der: Buffer) => string): string {
  const { pathname, port } = new URL(url);
  const der = published[pathname];
  if (!der) return port === '1' ? 'nobody listens' : 'not published';
  return `${pathname.startsWith('/slow/') ? 'slow, ' : ''}${says(der)}`;
}

function listSays({ folder, now, der, certificate, issuer }: Said): string {
  const file = written(folder, { 'list.crl': der, 'issuer.pem': pemOf(issuer) });
  const verified = openssl(['crl', '-inform', 'DER', '-in', file('list.crl'), '-noout', '-CAfile', file('issuer.pem')]);
  const text = openssl(['crl', '-inform', 'DER', '-in', file('list.crl'), '-noout', '-text']);
  const serial = new X509Certificate(certificate).serialNumber;
  return [
    text.includes(`Serial Number: ${serial}`) ? 'revoked' : 'good',
    age(now, /Last Update: (.*)/.exec(text)?.[1], /Next Update: (.*)/.exec(text)?.[1]),
    verified.includes('verify OK') ? 'signed by the issuer' : 'not signed by the issuer',
  ].join(', ');
}

function responseSays({ folder, now, der, certificate, issuer }: Said): string {
  const file = written(folder, {
    'response.der': der,
    'issuer.pem': pemOf(issuer),
    'certificate.pem': pemOf(certificate),
  });
  const asked = ['-issuer', file('issuer.pem'), '-cert', file('certificate.pem'), '-no_nonce'];
  // openssl compares with the computer's clock, and complains in the middle of the line: times are read below instead.
  const patience = ['-validity_period', String(20 * 365 * 86_400)];
  const trust = ['-CAfile', file('issuer.pem'), '-partial_chain', '-attime', String(now.getTime() / 1000)];
  const text = openssl(['ocsp', '-respin', file('response.der'), ...asked, ...trust, ...patience]);
  return [
    /certificate\.pem: (good|revoked|unknown)/.exec(text)?.[1] ?? 'another certificate',
    ...(text.includes('No Status found')
      ? []
      : [age(now, /This Update: (.*)/.exec(text)?.[1], /Next Update: (.*)/.exec(text)?.[1])]),
    text.includes('Response verify OK') ? 'signed by the issuer' : 'not signed by the issuer',
  ].join(', ');
}

function age(now: Date, from = '', until = ''): string {
  if (new Date(from) > now) return 'of the future';
  return new Date(until) > now ? 'current' : 'stale';
}

function written(folder: string, files: Record<string, Buffer | string>): (name: string) => string {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return (name) => join(folder, name);
}

function openssl(args: readonly string[], input = ''): string {
  const run = spawnSync('openssl', args, { input, encoding: 'utf8' });
  return run.stdout + run.stderr;
}
