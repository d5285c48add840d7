/**
 * Files of the kinds that people upload to a trust list, each made from one certificate. Pure: equal material gives equal
 * files, random octets aside.
 */
import { randomBytes } from 'node:crypto';
import forge from 'node-forge';
import { oid, sequence } from './der.ts';
import { pemOf } from './pem.ts';

export interface TrustMaterial {
  /** PEM of the certificate that the file is about. */
  pem: string;
  /** PEM of another authority, which nothing is served under. */
  bystander: string;
  /** PEM of an authority with the same name and another key. */
  namesake: string;
  /** PEM of any private key. */
  keyPem: string;
}

interface FileForm {
  /** What the file is, in words. */
  title: string;
  /** Of the file name. */
  extension: string;
  content(material: TrustMaterial): string | Buffer;
}

const megabyte = 1024 * 1024;

export const fileForms = {
  'pem-lf': { title: 'PEM, lines ending in LF', extension: 'pem', content: ({ pem }) => pem },
  'pem-crlf': {
    title: 'PEM, lines ending in CR LF',
    extension: 'crt',
    content: ({ pem }) => pem.replaceAll('\n', '\r\n'),
  },
  'pem-without-final-newline': {
    title: 'PEM without a newline at the end',
    extension: 'pem',
    content: ({ pem }) => pem.trimEnd(),
  },
  'pem-with-text': {
    title: 'PEM with explanatory text before and after it',
    extension: 'cer',
    content: ({ pem }) => `Subject: CN = Lab\nIssuer: CN = Lab\n${pem}\nSee the handbook of the site.\n`,
  },
  'pem-with-bom': { title: 'PEM after a byte order mark', extension: 'pem', content: ({ pem }) => `\ufeff${pem}` },
  'der-cer': { title: 'DER named .cer', extension: 'cer', content: ({ pem }) => derOf(pem) },
  'der-crt': { title: 'DER named .crt', extension: 'crt', content: ({ pem }) => derOf(pem) },
  'der-der': { title: 'DER named .der', extension: 'der', content: ({ pem }) => derOf(pem) },
  'pem-in-der-name': { title: 'PEM named .der', extension: 'der', content: ({ pem }) => pem },
  'der-in-pem-name': { title: 'DER named .pem', extension: 'pem', content: ({ pem }) => derOf(pem) },
  'bundle-second': {
    title: 'PEM of two certificates, this one the second',
    extension: 'pem',
    content: ({ pem, bystander }) => bystander + pem,
  },
  'pkcs7-pem': { title: 'PKCS#7 bundle as PEM', extension: 'p7b', content: ({ pem }) => label(pkcs7(pem), 'PKCS7') },
  'pkcs7-der': { title: 'PKCS#7 bundle as DER', extension: 'p7b', content: ({ pem }) => pkcs7(pem) },
  pkcs12: {
    title: 'PKCS#12 with the certificate alone, without a password',
    extension: 'p12',
    content: ({ pem }) => pkcs12(pem),
  },
  'trusted-certificate': {
    title: 'PEM headed TRUSTED CERTIFICATE, with the trust settings of OpenSSL',
    extension: 'pem',
    content: ({ pem }) => label(Buffer.concat([derOf(pem), trustForServers]), 'TRUSTED CERTIFICATE'),
  },
  namesake: {
    title: 'PEM of another authority of the same name',
    extension: 'pem',
    content: ({ namesake }) => namesake,
  },
  'same-name-authorities': {
    title: 'PEM of two authorities of the same name, this one the second',
    extension: 'pem',
    content: ({ pem, namesake }) => namesake + pem,
  },
  'private-key': { title: 'a private key', extension: 'pem', content: ({ keyPem }) => keyPem },
  empty: { title: 'an empty file', extension: 'pem', content: () => '' },
  'five-megabytes': {
    title: 'five megabytes between BEGIN CERTIFICATE and END CERTIFICATE',
    extension: 'pem',
    content: () => pemOf(randomBytes(Math.floor((5 * megabyte * 48) / 65))),
  },
  'random-bytes': { title: 'random bytes', extension: 'der', content: () => randomBytes(1500) },
  'truncated-pem': {
    title: 'PEM that is cut in the middle',
    extension: 'pem',
    content: ({ pem }) => pem.slice(0, pem.length / 2),
  },
} as const satisfies Record<string, FileForm>;

export type FileFormName = keyof typeof fileForms;

/** The octets of the file. Throws where `material.pem` is no PEM of a certificate. */
export function trustFile(form: FileFormName, material: TrustMaterial): Buffer {
  return Buffer.from(fileForms[form].content(material));
}

/** Names that a careless device takes for paths, markup, options or commands. */
export const hostileNames: readonly string[] = [
  '../../../outside.pem',
  '..',
  '/absolute.pem',
  'folder/inside.pem',
  'back\\slash.pem',
  '.hidden.pem',
  'nul\u0000.pem',
  'line\r\nInjected: header.pem',
  '<script>alert(1)</script>.pem',
  '"; reboot; ".pem',
  '%2e%2e%2fencoded.pem',
  '-rf.pem',
  'right-to-left\u202emep.exe',
  `${'long'.repeat(75)}.pem`,
];

function derOf(pem: string): Buffer {
  const body = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/.exec(pem)?.[1];
  if (body === undefined) throw new Error('there is no PEM of a certificate to make a file of');
  return Buffer.from(body, 'base64');
}

const label = (der: Buffer, text: string): string => pemOf(der).replaceAll('CERTIFICATE', text);

/** SignedData without a signer, which is how certificates travel in it (RFC 5652 §5.1; RFC 2315 §9.1). */
function pkcs7(pem: string): Buffer {
  const bundle = forge.pkcs7.createSignedData();
  bundle.addCertificate(pem);
  return encoded(bundle.toAsn1());
}

/** PFX with one CertBag, neither encrypted nor authenticated: no password is needed to read it (RFC 7292 §4). */
function pkcs12(pem: string): Buffer {
  const certificate = forge.pki.certificateFromPem(pem);
  return encoded(forge.pkcs12.toPkcs12Asn1(null, [certificate], null, { useMac: false }));
}

const encoded = (value: forge.asn1.Asn1): Buffer => Buffer.from(forge.asn1.toDer(value).getBytes(), 'latin1');

/** What OpenSSL writes behind a certificate that it is told to trust for TLS servers alone. */
const trustForServers = sequence(sequence(oid('1.3.6.1.5.5.7.3.1')));
