/** What the device trusts: the factory's authorities, and the certificates in the folder certs/trusted. */
import { X509Certificate } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrustedFile, TrustStore } from '../contracts.ts';
import type { Flaws } from '../flaws.ts';
import { checkedFileName } from './file-name.ts';
import { readCertificateFile, readPem } from './pem.ts';

export interface TrustStoreOptions {
  /** The folder `certs/trusted`; made when absent. */
  folder: string;
  /** PEM; they are never listed. */
  factoryAnchors: string | readonly string[];
  flaws: Flaws;
}

const MAX_FILES = 256;

function describe(x509: X509Certificate): TrustedFile['certificates'][number] {
  return {
    subject: x509.subject.split('\n').join(', '),
    issuer: x509.issuer.split('\n').join(', '),
    notAfter: new Date(x509.validTo).toISOString(),
    sha256: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
    selfSigned: x509.subject === x509.issuer && x509.verify(x509.publicKey),
  };
}

class FolderTrustStore implements TrustStore {
  readonly #folder: string;
  readonly #factory: string[];
  readonly #flaws: Flaws;
  /** File name to PEM of its certificates. */
  readonly #uploaded = new Map<string, string[]>();
  /** For `keeps-deleted-authority`: what was deleted while the flaw was on. */
  #kept: string[] = [];

  constructor({ folder, factoryAnchors, flaws }: TrustStoreOptions) {
    this.#folder = folder;
    this.#factory = [factoryAnchors].flat().flatMap((pem) => readPem(pem).certificates);
    this.#flaws = flaws;
  }

  /** Reads the folder; files that hold no certificate are passed over here and told by `list`. */
  async read(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    for (const { name, content } of await this.#files()) {
      try {
        this.#uploaded.set(name, pems(readCertificateFile(content)));
      } catch {
        continue;
      }
    }
  }

  anchors(): string[] {
    if (!this.#flaws.has('keeps-deleted-authority')) this.#kept = [];
    if (this.#flaws.has('ignores-uploaded-authority')) return [...this.#factory];
    return [...this.#factory, ...[...this.#uploaded.values()].flat(), ...this.#kept];
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

  async add(name: string, content: Buffer): Promise<TrustedFile> {
    const file = checkedFileName(name);
    const certificates = readCertificateFile(content);
    if (!this.#uploaded.has(file) && this.#uploaded.size >= MAX_FILES)
      throw new Error(`There are already ${MAX_FILES} files. Delete one first.`);
    const described = certificates.map(describe);
    const path = join(this.#folder, file);
    const unfinished = join(this.#folder, `.${process.pid}-${Date.now()}.part`);
    await writeFile(unfinished, content, { mode: 0o600 });
    await rename(unfinished, path);
    this.#uploaded.set(file, pems(certificates));
    return {
      name: file,
      bytes: content.length,
      modified: (await stat(path)).mtime.toISOString(),
      certificates: described,
    };
  }

  async remove(name: string): Promise<void> {
    const file = checkedFileName(name);
    try {
      await rm(join(this.#folder, file));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT')
        throw new Error(`There is no file ${JSON.stringify(file)} in certs/trusted.`, { cause: error });
      throw error;
    }
    if (this.#flaws.has('keeps-deleted-authority')) this.#kept.push(...(this.#uploaded.get(file) ?? []));
    this.#uploaded.delete(file);
  }

  async #files(): Promise<{ name: string; content: Buffer; modified: string }[]> {
    const entries = await readdir(this.#folder, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map(({ name }) => name);
    return Promise.all(
      names.sort().map(async (name) => {
        const path = join(this.#folder, name);
        return { name, content: await readFile(path), modified: (await stat(path)).mtime.toISOString() };
      }),
    );
  }
}

const pems = (certificates: X509Certificate[]): string[] => certificates.map((certificate) => certificate.toString());

/** Rejects when the folder cannot be made or read. */
export async function openTrustStore(options: TrustStoreOptions): Promise<TrustStore> {
  const store = new FolderTrustStore(options);
  await store.read();
  return store;
}
