/** Certificates made for the tests of the device; every key is made when it is first asked for. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, privateEncrypt, X509Certificate } from 'node:crypto';
import forge from 'node-forge';

export interface TestCertificate {
  pem: string;
  keyPem: string;
  der: Buffer;
  /** Parsed by node-forge, to issue others with. */
  subject: forge.pki.CertificateField[];
}

export interface Recipe {
  cn?: string;
  issuer?: TestCertificate;
  /** Name of the key: the same name, the same key. */
  key?: string;
  bits?: number;
  ca?: boolean;
  dns?: string[];
  uris?: string[];
  ips?: string[];
  /** forge's names: serverAuth, clientAuth, or object identifiers. */
  usages?: string[];
  /** Days from now. */
  from?: number;
  until?: number;
  hash?: 'sha256' | 'sha1' | 'md5';
  pathLength?: number;
  criticalExtension?: string;
}

const keys = new Map<string, string>();
const DAY = 86_400_000;
let serial = 1;

function keyPem(name: string, bits: number): string {
  const known = keys.get(`${name}/${bits}`);
  if (known) return known;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  keys.set(`${name}/${bits}`, pem);
  return pem;
}

/** DigestInfo up to the digest (RFC 8017 §9.2). */
const digestInfo = {
  sha256: '3031300d060960864801650304020105000420',
  sha1: '3021300906052b0e03021a05000414',
  md5: '3020300c06082a864886f70d020505000410',
};

/** Signs for node-forge, whose own RSA in JavaScript takes 30 ms for each certificate. */
function signer(pem: string, hash: keyof typeof digestInfo): forge.pki.rsa.PrivateKey {
  const sign = (md: forge.md.MessageDigest): string =>
    privateEncrypt(pem, Buffer.from(digestInfo[hash] + md.digest().toHex(), 'hex')).toString('latin1');
  return { sign } as unknown as forge.pki.rsa.PrivateKey;
}

/** Issued by itself where there is no issuer. */
export function makeCertificate(recipe: Recipe): TestCertificate {
  const { cn, issuer, ca = false, hash = 'sha256', from = -1, until = 30 } = recipe;
  const own = keyPem(recipe.key ?? (ca ? (cn ?? 'ca') : 'leaf'), recipe.bits ?? 2048);
  const certificate = forge.pki.createCertificate();
  const publicPem = createPublicKey(own).export({ type: 'spki', format: 'pem' }).toString();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicPem);
  certificate.serialNumber = (serial++).toString(16).padStart(4, '0');
  certificate.validity.notBefore = new Date(Date.now() + from * DAY);
  certificate.validity.notAfter = new Date(Date.now() + until * DAY);
  const subject: forge.pki.CertificateField[] = cn === undefined ? [] : [{ name: 'commonName', value: cn }];
  certificate.setSubject(subject);
  certificate.setIssuer(issuer ? issuer.subject : subject);
  const altNames = [
    ...(recipe.dns ?? []).map((value) => ({ type: 2, value })),
    ...(recipe.uris ?? []).map((value) => ({ type: 6, value })),
    ...(recipe.ips ?? []).map((ip) => ({ type: 7, ip })),
  ];
  const constraint = recipe.pathLength === undefined ? {} : { pathLenConstraint: recipe.pathLength };
  certificate.setExtensions([
    { name: 'basicConstraints', cA: ca, critical: true, ...constraint },
    ...(altNames.length > 0 ? [{ name: 'subjectAltName', altNames }] : []),
    ...(recipe.usages ? [{ name: 'extKeyUsage', ...Object.fromEntries(recipe.usages.map((use) => [use, true])) }] : []),
    ...(recipe.criticalExtension ? [{ id: recipe.criticalExtension, critical: true, value: '\x05\x00' }] : []),
  ]);
  certificate.sign(signer(issuer ? issuer.keyPem : own, hash), forge.md[hash].create());
  const pem = forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n');
  const pkcs8 = createPrivateKey(own).export({ type: 'pkcs8', format: 'pem' }).toString();
  return { pem, keyPem: pkcs8, der: new X509Certificate(pem).raw, subject };
}
