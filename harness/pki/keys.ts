/**
 * The cache of private keys. Making an RSA key takes a good part of a second, so keys outlive the run as PEM files that
 * only their owner can read; certificates do not.
 */
import { createPrivateKey, createPublicKey, generateKeyPair, randomBytes, type KeyObject } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LabError } from '../errors.ts';
import { isOfKind, makeKey, type KeyKind } from './key-kinds.ts';

const generateInThread = promisify(generateKeyPair);

/** A key of the cache: its name decides which, its kind (`rsa2048` when left out) how it is made. */
export interface KeyReference {
  name: string;
  kind?: KeyKind;
}

export interface CachedKey {
  /** PKCS#8 */
  pem: string;
  private: KeyObject;
  /** SubjectPublicKeyInfo as DER. */
  publicInfo: Buffer;
}

/** Keys by name. Two processes that start at once on the same folder end up with the same keys. */
export class KeyCache {
  readonly #folder: string;
  readonly #loaded = new Map<string, CachedKey>();

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Makes the RSA keys of 2048 bits that are missing, side by side. */
  async prepare(names: readonly string[]): Promise<void> {
    const missing = names.filter((name) => !existsSync(this.#path(name)));
    await Promise.all(
      missing.map(async (name) => {
        const pair = await generateInThread('rsa', { modulusLength: 2048 });
        this.#publish(name, pair.privateKey);
      }),
    );
  }

  /** The key of that name; makes it when it is missing, which blocks as long as `makeKey` says. */
  key({ name, kind = 'rsa2048' }: KeyReference): CachedKey {
    const known = this.#loaded.get(name);
    if (known && isOfKind(known.private, kind)) return known;
    if (!existsSync(this.#path(name))) this.#publish(name, makeKey(kind));
    const key = this.#read(name, kind);
    this.#loaded.set(name, key);
    return key;
  }

  /** The private key of that name as PKCS#8 PEM. */
  pem(name: string, kind?: KeyKind): string {
    return this.key({ name, kind }).pem;
  }

  /** A hard link appears whole or not at all and never replaces: of two writers the first wins and both read its key. */
  #publish(name: string, key: KeyObject): void {
    const draft = `${this.#path(name)}.${randomBytes(6).toString('hex')}`;
    writeFileSync(draft, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
    try {
      linkSync(draft, this.#path(name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      unlinkSync(draft);
    }
  }

  #read(name: string, kind: KeyKind): CachedKey {
    const path = this.#path(name);
    const pem = readFileSync(path, 'utf8');
    const key = parsed(path, pem);
    if (!isOfKind(key, kind)) {
      throw new LabError('pki-key-unsuitable', `${path} holds a key that is not ${kind}`, {
        hint: `delete ${path}; the next run makes a new one`,
      });
    }
    return { pem, private: key, publicInfo: createPublicKey(key).export({ type: 'spki', format: 'der' }) };
  }

  #path(name: string): string {
    return join(this.#folder, `${name}.key.pem`);
  }
}

function parsed(path: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new LabError('pki-key-unreadable', `${path} holds no private key in PEM`, { cause, hint: `delete ${path}` });
  }
}
