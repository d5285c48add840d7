/** The device's own certificate: the uploaded `sipclient.pem`, else that of the factory, else none. */
import { X509Certificate, createPrivateKey, type KeyObject } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { DeviceIdentity } from '../contracts.ts';
import { checkSize, readPem } from './pem.ts';

export interface IdentityOptions {
  /** Certificate and key that survive a factory reset; null: the factory put none in. */
  factoryPem: string | null;
  /** `certs/sipclient.pem`. */
  uploadedFile: string;
}

interface Pair {
  /** The device's certificate first, then its issuers. */
  chainPem: string;
  keyPem: string;
}

function readKey(pem: string): KeyObject {
  if (/ENCRYPTED/.test(pem))
    throw new Error('The private key is protected by a password. Upload it without one: openssl pkey -in FILE.');
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error('The private key cannot be read: it is damaged or of an unknown type.');
  }
}

/** Throws Error with a sentence for the user. */
function readPair(text: string): Pair {
  const { certificates, keys } = readPem(text);
  const [keyPem, ...otherKeys] = keys;
  if (certificates.length === 0) throw new Error('The file holds no certificate. Put certificate and key in one PEM.');
  if (keyPem === undefined) throw new Error('The file holds no private key. Put certificate and key in one PEM.');
  if (otherKeys.length > 0) throw new Error('The file holds more than one private key. Leave the one that belongs.');
  const key = readKey(keyPem);
  const parsed = certificates.map((pem) => {
    try {
      return new X509Certificate(pem);
    } catch {
      throw new Error('A certificate in the file cannot be read: it is damaged.');
    }
  });
  const own = parsed.find((certificate) => certificate.checkPrivateKey(key));
  if (!own) throw new Error('The private key does not belong to a certificate in the file.');
  return { chainPem: inOrder(own, parsed).map(String).join(''), keyPem };
}

/** RFC 5246 §7.4.2: each certificate certifies the one before it. A root at the end is left out. */
function inOrder(own: X509Certificate, all: X509Certificate[]): X509Certificate[] {
  const chain = [own];
  for (;;) {
    const tip = chain.at(-1)!;
    const issuer = all.find((candidate) => !chain.includes(candidate) && tip.checkIssued(candidate));
    if (!issuer || issuer.checkIssued(issuer)) return chain;
    chain.push(issuer);
  }
}

class FileIdentity implements DeviceIdentity {
  readonly #uploadedFile: string;
  #factory: Pair | null;
  #uploaded: Pair | null = null;

  constructor({ factoryPem, uploadedFile }: IdentityOptions) {
    this.#uploadedFile = uploadedFile;
    this.#factory = factoryPem === null ? null : readPair(factoryPem);
  }

  async read(): Promise<void> {
    try {
      this.#uploaded = readPair(await readFile(this.#uploadedFile, 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw new Error(`${this.#uploadedFile}: ${(error as Error).message}`, { cause: error });
    }
  }

  current(): ReturnType<DeviceIdentity['current']> {
    if (this.#uploaded) return { ...this.#uploaded, source: 'uploaded' };
    return this.#factory ? { ...this.#factory, source: 'factory' } : null;
  }

  async set(pem: Buffer): Promise<void> {
    checkSize(pem);
    const pair = readPair(pem.toString('latin1'));
    const unfinished = `${this.#uploadedFile}.${process.pid}.part`;
    await writeFile(unfinished, pem, { mode: 0o600 });
    await rename(unfinished, this.#uploadedFile);
    this.#uploaded = pair;
  }

  async clear(includingFactory: boolean): Promise<void> {
    await rm(this.#uploadedFile, { force: true });
    this.#uploaded = null;
    if (includingFactory) this.#factory = null;
  }
}

/** Rejects with Error when the factory's file or the uploaded one is damaged. What `clear(true)` hid is back when the
 * identity is opened anew. */
export async function openIdentity(options: IdentityOptions): Promise<DeviceIdentity> {
  const identity = new FileIdentity(options);
  await identity.read();
  return identity;
}
