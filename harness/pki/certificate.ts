/** Signs one X.509 certificate as a plan says. node-forge builds and encodes it, node:crypto signs. */
import { constants, createHash, createPublicKey, privateEncrypt, randomBytes } from 'node:crypto';
import forge from 'node-forge';

/** One entry of subjectAltName. */
export type AlternativeName = { dns: string } | { uri: string };

export interface CertificatePlan {
  subject: DistinguishedName;
  /** Whole seconds count; dates from 2050 on become GeneralizedTime (RFC 5280 §4.1.2.5). */
  notBefore: Date;
  notAfter: Date;
  /** Basic constraints, always critical; null leaves them out. */
  authority: boolean | null;
  keyUsage: readonly KeyUsage[];
  extendedKeyUsage: readonly ExtendedKeyUsage[];
  names: readonly AlternativeName[];
}

export interface DistinguishedName {
  organization: string;
  commonName: string | null;
}

export type KeyUsage = 'digitalSignature' | 'keyEncipherment' | 'keyCertSign' | 'cRLSign';
export type ExtendedKeyUsage = 'serverAuth' | 'clientAuth';

/** Who signs: name and private key (RSA, PEM). */
export interface Issuer {
  subject: DistinguishedName;
  keyPem: string;
}

/** The certificate as PEM for the private key `keyPem` (RSA), signed by `issuer` with SHA-256. */
export function signCertificate(plan: CertificatePlan, keyPem: string, issuer: Issuer): string {
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKeyOf(keyPem);
  certificate.serialNumber = serialNumber();
  certificate.validity.notBefore = plan.notBefore;
  certificate.validity.notAfter = plan.notAfter;
  certificate.setSubject(attributes(plan.subject));
  certificate.setIssuer(attributes(issuer.subject));
  certificate.setExtensions([
    ...(plan.authority === null ? [] : [{ name: 'basicConstraints', critical: true, cA: plan.authority }]),
    flags('keyUsage', plan.keyUsage, true),
    ...(plan.extendedKeyUsage.length === 0 ? [] : [flags('extKeyUsage', plan.extendedKeyUsage, false)]),
    ...(plan.names.length === 0 ? [] : [{ name: 'subjectAltName', altNames: plan.names.map(generalName) }]),
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier: keyIdentifier(issuer.keyPem) },
  ]);
  certificate.sign(nativeSigner(issuer.keyPem), forge.md.sha256.create());
  return forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n');
}

/** SHA-256 of the DER of the first certificate in `pem`, lower-case hexadecimal. */
export function fingerprint(pem: string): string {
  const body = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/.exec(pem)?.[1] ?? '';
  return createHash('sha256').update(Buffer.from(body, 'base64')).digest('hex');
}

/** Positive and at most 20 octets (RFC 5280 §4.1.2.2). */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = 0x40 | (bytes.readUInt8(0) & 0x3f);
  return bytes.toString('hex');
}

function attributes(name: DistinguishedName): forge.pki.CertificateField[] {
  const organization = { name: 'organizationName', value: name.organization };
  return name.commonName === null ? [organization] : [organization, { name: 'commonName', value: name.commonName }];
}

function flags(name: string, set: readonly string[], critical: boolean): Record<string, unknown> {
  return { name, critical, ...Object.fromEntries(set.map((flag) => [flag, true])) };
}

/** GeneralName: [2] dNSName, [6] uniformResourceIdentifier (RFC 5280 §4.2.1.6). */
function generalName(name: AlternativeName): { type: number; value: string } {
  return 'dns' in name ? { type: 2, value: name.dns } : { type: 6, value: name.uri };
}

function publicKeyOf(keyPem: string): forge.pki.rsa.PublicKey {
  const pem = createPublicKey(keyPem).export({ type: 'spki', format: 'pem' }).toString();
  return forge.pki.publicKeyFromPem(pem);
}

/** The identifier that `subjectKeyIdentifier` gives to the same key (RFC 5280 §4.2.1.2, method 1), as forge wants it. */
function keyIdentifier(keyPem: string): string {
  const pkcs1 = createPublicKey(keyPem).export({ type: 'pkcs1', format: 'der' });
  return createHash('sha1').update(pkcs1).digest('binary');
}

/** DigestInfo for SHA-256 (RFC 8017 §9.2, note 1). */
const sha256DigestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** forge signs in JavaScript, some 30 ms each; node does the same RSASSA-PKCS1-v1_5 in 1 ms. */
function nativeSigner(keyPem: string): forge.pki.rsa.PrivateKey {
  const sign = (digest: forge.md.MessageDigest): string => {
    const digestInfo = Buffer.concat([sha256DigestInfo, Buffer.from(digest.digest().toHex(), 'hex')]);
    return privateEncrypt({ key: keyPem, padding: constants.RSA_PKCS1_PADDING }, digestInfo).toString('latin1');
  };
  return { sign } as unknown as forge.pki.rsa.PrivateKey;
}
