/** The certificate of the management pages: self-signed, made at first start, so that no two devices share a key. */
import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface WebCertificate {
  cert: string;
  key: string;
  /** SHA-256 of the certificate, 64 lower-case hexadecimal digits. */
  sha256: string;
}

// DER (X.690), as much of it as one certificate needs.
const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const { length } = body;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), body]);
};
const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, ...parts);
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
  sequence(oid(id), ...(critical ? [der(0x01, Buffer.from([0xff]))] : []), der(0x04, value));

/** RFC 5280 §4.1.2.5: UTCTime until 2049, GeneralizedTime from then on. */
const time = (date: Date): Buffer => {
  const digits = date
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '');
  return date.getUTCFullYear() < 2050 ? der(0x17, Buffer.from(digits.slice(2))) : der(0x18, Buffer.from(digits));
};

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));

function selfSigned(commonName: string): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(commonName)))));
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x7f) | 0x40; // positive, and never shortened
  const now = Date.now();
  const day = 86_400_000;
  const tbs = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    ecdsaWithSha256,
    name,
    sequence(time(new Date(now - day)), time(new Date(now + 3650 * day))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        extension('551d13', true, sequence()), // basicConstraints: no authority
        extension('551d0f', true, der(0x03, Buffer.from([7, 0x80]))), // keyUsage: digitalSignature
        extension('551d25', false, sequence(oid('2b06010505070301'))), // extendedKeyUsage: serverAuth
        extension(
          '551d11',
          false,
          sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1]))),
        ),
      ),
    ),
  );
  const signature = sign('sha256', tbs, privateKey);
  const whole = sequence(tbs, ecdsaWithSha256, der(0x03, Buffer.from([0]), signature));
  const cert = `-----BEGIN CERTIFICATE-----\n${whole.toString('base64').replace(/(.{64})(?!$)/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
  return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string };
}

/** Reads `httpd.pem` (certificate, then key) from `folder`, or makes it. */
export async function webCertificate(folder: string, mac: string): Promise<WebCertificate> {
  const file = join(folder, 'httpd.pem');
  let pem: string;
  try {
    pem = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const made = selfSigned(mac);
    pem = made.cert + made.key;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(file, pem, { mode: 0o600 });
  }
  const [cert, key] = [
    /-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----\n?/,
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[^]+/,
  ].map((part) => part.exec(pem)?.[0] ?? '') as [string, string];
  if (cert === '' || key === '')
    throw new Error(`${file} does not hold a certificate and its key: delete it, and the device makes another`);
  return { cert, key, sha256: new X509Certificate(cert).fingerprint256.replaceAll(':', '').toLowerCase() };
}
