/** A folder of uploaded certificates: what is on the disk, and what of it was read. */
import type { X509Certificate } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrustedFile } from '../contracts.ts';
import { readCertificateFile } from './certificate-file.ts';

export function describe(x509: X509Certificate): TrustedFile['certificates'][number] {
  return {
    subject: x509.subject.split('\n').join(', '),
    issuer: x509.issuer.split('\n').join(', '),
    notAfter: new Date(x509.validTo).toISOString(),
    sha256: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
    // `checkIssued` asks for the usage of an authority, which an ordinary self-signed certificate does not have.
    selfSigned: x509.subject === x509.issuer && x509.verify(x509.publicKey),
  };
}

export class CertificateFolder {
  readonly #path: string;
  readonly #leftOut: readonly string[];
  /** By file name, oldest first. */
  readonly #held = new Map<string, X509Certificate[]>();
  #unfinished = 0;

  /** `leftOut`: names of files that are not this folder's. */
  constructor(path: string, leftOut: readonly string[] = []) {
    this.#path = path;
    this.#leftOut = leftOut;
  }

  /** Makes the folder when absent. Files that hold no certificate are passed over here and told by `list`. */
  async read(): Promise<void> {
    await mkdir(this.#path, { recursive: true, mode: 0o700 });
    for (const { name, content } of await this.#files()) {
      try {
        this.#held.set(name, readCertificateFile(content));
      } catch {
        continue;
      }
    }
  }

  /** By file name, oldest first; after a restart by name. */
  get held(): ReadonlyMap<string, readonly X509Certificate[]> {
    return this.#held;
  }

  async list(): Promise<TrustedFile[]> {
    return (await this.#files()).map(({ name, content, modified }) => {
      const facts = { name, bytes: content.length, modified };
      try {
        return { ...facts, certificates: readCertificateFile(content).map(describe) };
      } catch (error) {
        return { ...facts, certificates: [], problem: (error as Error).message };
      }
    });
  }

  /** The file is replaced whole or not at all. */
  async put(name: string, content: Buffer, certificates: X509Certificate[]): Promise<TrustedFile> {
    const path = join(this.#path, name);
    const unfinished = join(this.#path, `.${process.pid}-${this.#unfinished++}.part`);
    await writeFile(unfinished, content, { mode: 0o600 });
    await rename(unfinished, path);
    this.#held.set(name, certificates);
    const modified = (await stat(path)).mtime.toISOString();
    return { name, bytes: content.length, modified, certificates: certificates.map(describe) };
  }

  /** Resolves to the certificates that are gone. Rejects with Error when there is no such file. */
  async delete(name: string): Promise<readonly X509Certificate[]> {
    const missing = `There is no file ${JSON.stringify(name)} in this folder.`;
    if (this.#leftOut.includes(name)) throw new Error(missing);
    try {
      await rm(join(this.#path, name));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Error(missing, { cause: error });
      throw error;
    }
    const gone = this.#held.get(name) ?? [];
    this.#held.delete(name);
    return gone;
  }

  async #files(): Promise<{ name: string; content: Buffer; modified: string }[]> {
    const entries = await readdir(this.#path, { withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .filter((name) => !this.#leftOut.includes(name));
    return Promise.all(
      names.sort().map(async (name) => {
        const path = join(this.#path, name);
        return { name, content: await readFile(path), modified: (await stat(path)).mtime.toISOString() };
      }),
    );
  }
}
