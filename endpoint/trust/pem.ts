/** Certificates and keys out of files that people upload: PEM with anything around it, bundles, or DER. */
import { X509Certificate, createPrivateKey } from 'node:crypto';

/** Larger files are refused. */
export const MAX_FILE_BYTES = 1024 * 1024;

const block = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;
const isCertificateLabel = (label: string): boolean => /^(X509 |TRUSTED )?CERTIFICATE$/.test(label);
const isKeyLabel = (label: string): boolean => label.endsWith('PRIVATE KEY');

/** PEM blocks of certificates and of private keys, in order; line ends are made LF. */
export function readPem(text: string): { certificates: string[]; keys: string[] } {
  const found = { certificates: [] as string[], keys: [] as string[] };
  for (const [whole, label = ''] of text.replace(/\r\n?/g, '\n').matchAll(block)) {
    if (isCertificateLabel(label)) found.certificates.push(`${whole}\n`);
    else if (isKeyLabel(label)) found.keys.push(`${whole}\n`);
  }
  return found;
}

function isDerKey(content: Buffer): boolean {
  return (['pkcs8', 'pkcs1', 'sec1'] as const).some((type) => {
    try {
      createPrivateKey({ key: content, format: 'der', type });
      return true;
    } catch {
      return false;
    }
  });
}

/** Refuses empty and oversized files in a sentence. */
export function checkSize(content: Buffer): void {
  if (content.length === 0) throw new Error('The file is empty. Upload a certificate in PEM or DER.');
  if (content.length > MAX_FILE_BYTES)
    throw new Error(`The file has ${content.length} bytes; at most ${MAX_FILE_BYTES} are accepted.`);
}

/** The certificates of an uploaded file. Throws Error with a sentence for the user: no certificate, or a private key. */
export function readCertificateFile(content: Buffer): X509Certificate[] {
  checkSize(content);
  const text = content.toString('latin1');
  if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/.test(text) || isDerKey(content))
    throw new Error('The file holds a private key, which does not belong here. Upload the certificate alone.');
  const { certificates } = readPem(text);
  if (certificates.length === 0) return [readDer(content)];
  return certificates.map((pem, index) => {
    try {
      return new X509Certificate(pem);
    } catch {
      throw new Error(`Certificate ${index + 1} of ${certificates.length} in the file cannot be read: it is damaged.`);
    }
  });
}

function readDer(content: Buffer): X509Certificate {
  try {
    return new X509Certificate(content);
  } catch {
    throw new Error('The file holds no certificate. PEM (-----BEGIN CERTIFICATE-----) and DER are accepted.');
  }
}
