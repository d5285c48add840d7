/** The device's own certificate: the uploaded `sipclient.pem`, else that of the factory, else none. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { X509Certificate } from 'node:crypto';
import type { DeviceIdentity } from '../contracts.ts';
import { identityFlaws, type FlawedIdentities } from '../factory.ts';
import type { Flaws } from '../flaws.ts';
import { readPair, type KeyPair } from './key-pair.ts';

export interface IdentityOptions {
  /** Certificate and key that survive a factory reset; null: the factory put none in. */
  factoryPem: string | null;
  /** What flaws show in place of it. */
  flawedPem: FlawedIdentities;
  /** `certs/sipclient.pem`. */
  uploadedFile: string;
  now: () => Date;
  log: (line: string) => void;
  flaws: Flaws;
}

class FileIdentity implements DeviceIdentity {
  readonly #options: IdentityOptions;
  #factory: KeyPair | null;
  #uploaded: KeyPair | null = null;
  /** For `no-fallback-identity`: the uploaded certificate was removed while the flaw was on. */
  #fallbackLost = false;
  /** For `drops-identity-on-bad-upload`: a file was refused while the flaw was on. */
  #dropped = false;

  constructor(options: IdentityOptions) {
    this.#options = options;
    this.#factory = options.factoryPem === null ? null : readPair(options.factoryPem);
  }

  async read(): Promise<void> {
    const { uploadedFile, log } = this.#options;
    try {
      this.#uploaded = this.#checked(await readFile(uploadedFile, 'utf8'));
      this.#warnIfExpired(this.#uploaded);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      // A device that does not start cannot be mended.
      log(`identity: sipclient.pem is not in force: ${(error as Error).message}`);
    }
  }

  current(): ReturnType<DeviceIdentity['current']> {
    const { flaws } = this.#options;
    const inForce = this.#inForce();
    // Without its key a certificate cannot be shown.
    if (!inForce?.keyBelongs) return null;
    const { chainPem, leafPem, keyPem, source } = inForce;
    return { chainPem: flaws.has('sends-leaf-only') ? leafPem : chainPem, keyPem, source };
  }

  async set(pem: Buffer): Promise<void> {
    const { uploadedFile } = this.#options;
    const pair = await this.#taken(pem);
    const unfinished = `${uploadedFile}.${process.pid}.part`;
    await writeFile(unfinished, pem, { mode: 0o600 });
    await rename(unfinished, uploadedFile);
    this.#uploaded = pair;
    this.#fallbackLost = false;
    this.#dropped = false;
    this.#warnIfExpired(pair);
  }

  async clear(includingFactory: boolean): Promise<void> {
    await rm(this.#options.uploadedFile, { force: true });
    if (this.#uploaded) this.#fallbackLost = this.#options.flaws.has('no-fallback-identity');
    this.#uploaded = null;
    this.#dropped = false;
    if (includingFactory) this.#factory = null;
  }

  #inForce(): (KeyPair & { source: 'factory' | 'uploaded' }) | null {
    const { flaws } = this.#options;
    if (this.#dropped && flaws.has('drops-identity-on-bad-upload')) return null;
    const takesUploaded = this.#uploaded?.keyBelongs || flaws.has('accepts-mismatching-identity');
    if (this.#uploaded && takesUploaded && !flaws.has('keeps-factory-identity'))
      return { ...this.#uploaded, source: 'uploaded' };
    if (this.#fallbackLost && flaws.has('no-fallback-identity')) return null;
    const own = this.#factory && (this.#flawed() ?? this.#factory);
    return own && { ...own, source: 'factory' };
  }

  #flawed(): KeyPair | null {
    const { flaws, flawedPem } = this.#options;
    const pem = identityFlaws.flatMap((flaw) => (flaws.has(flaw) ? (flawedPem[flaw] ?? []) : []))[0];
    return pem === undefined ? null : readPair(pem);
  }

  /** Rejects with Error and a sentence for the user; what is in force stays, but for a flaw. */
  async #taken(pem: Buffer): Promise<KeyPair> {
    try {
      return this.#checked(pem.toString('latin1'));
    } catch (error) {
      this.#dropped = this.#options.flaws.has('drops-identity-on-bad-upload');
      throw error;
    }
  }

  /** Throws Error with a sentence for the user. */
  #checked(text: string): KeyPair {
    const pair = readPair(text);
    if (!pair.keyBelongs && !this.#options.flaws.has('accepts-mismatching-identity'))
      throw new Error('The private key does not belong to a certificate in the file.');
    return pair;
  }

  /** It is the owner's to show it: a server may still take it, and the device cannot be sure of its clock. */
  #warnIfExpired({ leafPem }: KeyPair): void {
    const { now, log } = this.#options;
    const until = new Date(new X509Certificate(leafPem).validTo);
    if (until < now()) log(`identity: warning: the certificate in sipclient.pem expired on ${until.toISOString()}`);
  }
}

/** Rejects with Error when the factory's file is damaged. What `clear(true)` hid is back when the identity is opened anew. */
export async function openIdentity(options: IdentityOptions): Promise<DeviceIdentity> {
  const identity = new FileIdentity(options);
  await identity.read();
  return identity;
}
