/** Certificates out of the files that people upload. The content says what a file is; its name says nothing. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readCertificate } from './certificate.ts';
import { readNode, readNodes, tags } from './der.ts';
import { hasUnfinishedBlock, isCertificate, pemBlocks, type PemBlock } from './pem.ts';
import { certificatesInPkcs7, isPkcs7 } from './pkcs7.ts';

/** Larger files are refused: a whole bundle of public authorities has about 220 KB. */
export const maxFileBytes = 512 * 1024;

const accepted =
  'Accepted are X.509 certificates as PEM (.pem, .cer, .crt), DER (.der, .cer) or PKCS#7 (.p7b), ' +
  `one or several in a file of at most ${maxFileBytes} bytes.`;

/** Every refusal says what would be taken. */
const refusal = (what: string): Error => new Error(`${what} ${accepted}`);

export const tooLarge = (): Error => refusal('The file is too large.');

const textOf = (content: Buffer): string => content.toString('latin1');
const isKeyLabel = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY( BLOCK)?-----/;

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

export const holdsPrivateKey = (content: Buffer): boolean => isKeyLabel.test(textOf(content)) || isDerKey(content);

/** PFX (RFC 7292 §4): a sequence that begins with version 3. */
function isPkcs12(content: Buffer): boolean {
  try {
    const version = readNode(readNode(content).content);
    return version.tag === tags.integer && version.content.equals(Buffer.from([3]));
  } catch {
    return false;
  }
}

/**
 * The certificates of a file, at least one. Throws Error with a sentence for the user, also where one of several is
 * damaged: nothing is taken by halves.
 */
export function readCertificateFile(content: Buffer): X509Certificate[] {
  if (content.length === 0) throw refusal('The file is empty.');
  if (content.length > maxFileBytes) throw tooLarge();
  if (holdsPrivateKey(content))
    throw refusal('The file holds a private key, which does not belong here: upload the certificate alone.');
  if (isPkcs12(content))
    throw refusal('The file is PKCS#12, which may hold a private key: take the certificate out of it first.');
  const text = textOf(content);
  if (hasUnfinishedBlock(text)) throw refusal('The file is cut short: a BEGIN line in it has no END line.');
  const blocks = pemBlocks(text);
  const ders = blocks.length > 0 ? inPem(blocks) : inBinary(content);
  return ders.map((der, index) => readOne(der, `Certificate ${index + 1} of ${ders.length}`));
}

function inPem(blocks: PemBlock[]): Buffer[] {
  // What follows the certificate in it can say that it is not to be trusted, and for what; this device would not heed it.
  if (blocks.some(({ label }) => label === 'TRUSTED CERTIFICATE'))
    throw refusal('The file is a TRUSTED CERTIFICATE of OpenSSL with trust settings, which this device does not know.');
  const ders = blocks.flatMap((block) => {
    const isBundle = block.label === 'PKCS7' || block.label === 'CMS';
    if (!isBundle && !isCertificate(block)) return [];
    if (block.der === null) throw refusal('The file is damaged: what it holds between BEGIN and END is no base64.');
    return isBundle ? inPkcs7(block.der) : [block.der];
  });
  if (ders.length === 0) throw refusal(`The file holds no certificate but a ${blocks[0]!.label}.`);
  return ders;
}

/** DER certificates may follow each other. */
function inBinary(content: Buffer): Buffer[] {
  if (isPkcs7(content)) return inPkcs7(content);
  try {
    const nodes = readNodes(content);
    if (nodes.every(({ tag }) => tag === tags.sequence)) return nodes.map(({ whole }) => whole);
  } catch {
    // It is no DER at all.
  }
  throw refusal('The file holds no certificate.');
}

function inPkcs7(der: Buffer): Buffer[] {
  let ders: Buffer[];
  try {
    ders = certificatesInPkcs7(der);
  } catch {
    throw refusal('The PKCS#7 in the file is damaged, or encoded otherwise than in DER.');
  }
  if (ders.length === 0) throw refusal('The PKCS#7 in the file holds no certificate.');
  return ders;
}

function readOne(der: Buffer, which: string): X509Certificate {
  try {
    // What the device's own checks cannot read would be of no use to them.
    if (readNode(der).whole.length === der.length) return readCertificate(der).x509;
  } catch {
    // Told below, as bytes behind the certificate are.
  }
  throw refusal(`${which} in the file cannot be read: it is damaged or no certificate.`);
}
