/** What a reader wants to know of a certificate. Odd DER is a fact too: nothing here throws. */
import { createHash, X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '../../evidence.ts';
import { endCoding, purposes } from './extensions.ts';
import { subjectNames } from './names.ts';
import { signatureName } from './signature-name.ts';

/** SHA-256 is over the DER; times are ISO 8601; a DER that cannot be read has the subject `unreadable`. */
export function certificateFacts(der: Buffer): CertificateFacts {
  const sha256 = createHash('sha256').update(der).digest('hex');
  const names = attempt(() => subjectNames(der), []);
  const signature = attempt(() => signatureName(der), 'unknown');
  const read = {
    ...{ sha256, names, signature },
    purposes: attempt(() => purposes(der), []),
    endCoding: attempt(() => endCoding(der), null),
  };
  const certificate = attempt(() => new X509Certificate(der), null);
  if (!certificate) {
    const nothing = { issuer: '', notBefore: '', notAfter: '', key: 'unknown', keySha256: null, authority: false };
    return { ...read, subject: 'unreadable', ...nothing };
  }
  return {
    ...read,
    subject: oneLine(attempt(() => certificate.subject, 'unreadable')),
    issuer: oneLine(attempt(() => certificate.issuer, '')),
    notBefore: isoTime(certificate.validFrom),
    notAfter: isoTime(certificate.validTo),
    key: attempt(() => keyName(certificate), 'unknown'),
    keySha256: attempt(() => keyFingerprint(certificate), null),
    authority: attempt(() => certificate.ca, false),
  };
}

const curves: Readonly<Record<string, string>> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

/** `RSA 2048`, `RSA-PSS 3072`, `EC P-256`, `ED25519`. */
function keyName({ publicKey }: X509Certificate): string {
  const type = (publicKey.asymmetricKeyType ?? 'unknown').toUpperCase();
  const { modulusLength, namedCurve } = publicKey.asymmetricKeyDetails ?? {};
  if (modulusLength) return `${type} ${modulusLength}`;
  return namedCurve ? `${type} ${curves[namedCurve] ?? namedCurve}` : type;
}

/** Over SubjectPublicKeyInfo. */
const keyFingerprint = ({ publicKey }: X509Certificate): string =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');

/** An empty subject is undefined in node:crypto, whatever its types say. */
const oneLine = (name: string | undefined): string => (name ?? '').split('\n').join(', ');

function isoTime(text: string): string {
  const time = Date.parse(text);
  return Number.isNaN(time) ? text : new Date(time).toISOString();
}

function attempt<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
