/**
 * The cache of private keys. Making an RSA key takes a good part of a second, so keys outlive the run as PEM files that
 * only their owner can read; certificates do not.
 */
import { createPrivateKey, generateKeyPair, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LabError } from '../errors.ts';

const options = {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const;

const generateInThread = promisify(generateKeyPair);

/** RSA 2048 keys by name. Two processes that start at once on the same folder end up with the same keys. */
export class KeyCache {
  readonly #folder: string;
  readonly #loaded = new Map<string, string>();

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Makes the keys that are missing, side by side. */
  async prepare(names: readonly string[]): Promise<void> {
    const missing = names.filter((name) => !existsSync(this.#path(name)));
    await Promise.all(
      missing.map(async (name) => {
        const pair = await generateInThread('rsa', options);
        this.#publish(name, pair.privateKey);
      }),
    );
  }

  /** The private key of that name as PKCS#8 PEM; makes it when it is missing, which blocks for about 0.2 s. */
  pem(name: string): string {
    const known = this.#loaded.get(name);
    if (known) return known;
    if (!existsSync(this.#path(name))) this.#publish(name, generateKeyPairSync('rsa', options).privateKey);
    const pem = this.#read(name);
    this.#loaded.set(name, pem);
    return pem;
  }

  /** A hard link appears whole or not at all and never replaces: of two writers the first wins and both read its key. */
  #publish(name: string, pem: string): void {
    const draft = `${this.#path(name)}.${randomBytes(6).toString('hex')}`;
    writeFileSync(draft, pem, { mode: 0o600, flag: 'wx' });
    try {
      linkSync(draft, this.#path(name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      unlinkSync(draft);
    }
  }

  #read(name: string): string {
    const path = this.#path(name);
    const pem = readFileSync(path, 'utf8');
    try {
      const key = createPrivateKey(pem);
      if (key.asymmetricKeyType === 'rsa' && key.asymmetricKeyDetails?.modulusLength === 2048) return pem;
    } catch (cause) {
      throw new LabError('pki-key-unreadable', `${path} holds no private key in PEM`, {
        cause,
        hint: `delete ${path}`,
      });
    }
    throw new LabError('pki-key-unsuitable', `${path} holds a key that is not RSA with 2048 bits`, {
      hint: `delete ${path}; the next run makes a new one`,
    });
  }

  #path(name: string): string {
    return join(this.#folder, `${name}.key.pem`);
  }
}
