/**
 * What the device trusts: the factory's authorities, and the certificates in the folder certs/trusted. Files in certs
 * are kept and not trusted.
 */
import type { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { CertificateFolderName, TrustedFile, TrustStore } from '../contracts.ts';
import type { Flaws } from '../flaws.ts';
import { CertificateFolder } from './certificate-folder.ts';
import { holdsPrivateKey, readCertificateFile } from './certificate-file.ts';
import { checkedFileName } from './file-name.ts';
import { refuseByFlaw } from './flaw-upload.ts';
import { readPem } from './pem.ts';

/** The device's own certificate, in the folder certs: no matter of the trust store. */
export const ownCertificate = 'sipclient.pem';

export interface TrustStoreOptions {
  /** The folder `certs`; `trusted` in it is made when absent. */
  certs: string;
  /** PEM; they are never listed. */
  factoryAnchors: string;
  /** How many certificates certs/trusted may hold. */
  maxEntries: () => number;
  /** False: a factory reset took the factory's authorities as well, by flaw. */
  hasFactoryAnchors: () => boolean;
  /** Something that was trusted is not any more. */
  onRemoval: () => void;
  flaws: Flaws;
}

/** Files in certs, where nothing counts them as entries. */
const maxUntrustedFiles = 64;

const pems = (certificates: readonly X509Certificate[]): string[] => certificates.map(String);

class FolderTrustStore implements TrustStore {
  readonly #options: TrustStoreOptions;
  readonly #factory: string[];
  readonly #trusted: CertificateFolder;
  readonly #untrusted: CertificateFolder;
  /** For `keeps-deleted-authority`: what was deleted while the flaw was on. */
  #kept: string[] = [];
  /** Uploads follow one another: each counts what the one before it left. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: TrustStoreOptions) {
    this.#options = options;
    this.#factory = readPem(options.factoryAnchors).certificates;
    this.#trusted = new CertificateFolder(join(options.certs, 'trusted'));
    this.#untrusted = new CertificateFolder(options.certs, [ownCertificate]);
  }

  async read(): Promise<void> {
    await this.#trusted.read();
    await this.#untrusted.read();
  }

  anchors(): string[] {
    const { flaws, hasFactoryAnchors } = this.#options;
    if (!flaws.has('keeps-deleted-authority')) this.#kept = [];
    const most = flaws.has('reads-first-certificate-only') ? 1 : Infinity;
    const files = flaws.has('trusts-first-file-only') ? 1 : Infinity;
    const uploaded = [...this.#trusted.held.values()]
      .slice(0, files)
      .flatMap((certificates) => pems(certificates.slice(0, most)));
    return [
      ...(hasFactoryAnchors() ? this.#factory : []),
      ...(flaws.has('ignores-uploaded-authority') ? [] : uploaded),
      ...(flaws.has('trusts-the-certs-folder') ? [...this.#untrusted.held.values()].flatMap(pems) : []),
      ...this.#kept,
    ];
  }

  list(folder: CertificateFolderName = 'certs/trusted'): Promise<TrustedFile[]> {
    return this.#folder(folder).list();
  }

  add(name: string, content: Buffer, folder: CertificateFolderName = 'certs/trusted'): Promise<TrustedFile> {
    return this.#exclusively(async () => {
      if (folder === 'certs') return this.#keep(name, content);
      try {
        return await this.#trust(name, content);
      } catch (error) {
        if (this.#options.flaws.has('clears-list-on-bad-upload')) await this.#clear();
        throw error;
      }
    });
  }

  remove(name: string, folder: CertificateFolderName = 'certs/trusted'): Promise<void> {
    return this.#exclusively(async () => {
      const gone = await this.#folder(folder).delete(checkedFileName(name));
      if (folder === 'certs') return;
      if (this.#options.flaws.has('keeps-deleted-authority')) this.#kept.push(...pems(gone));
      this.#options.onRemoval();
    });
  }

  #folder(folder: CertificateFolderName): CertificateFolder {
    return folder === 'certs' ? this.#untrusted : this.#trusted;
  }

  /** In certs: there, and without effect. */
  async #keep(name: string, content: Buffer): Promise<TrustedFile> {
    const file = checkedFileName(name);
    if (file === 'trusted') throw new Error('trusted is the name of a folder: give the file another one.');
    const certificates = readCertificateFile(content);
    if (!this.#untrusted.held.has(file) && this.#untrusted.held.size >= maxUntrustedFiles)
      throw new Error(`There are already ${maxUntrustedFiles} files in certs. Delete one first.`);
    return this.#untrusted.put(file, content, certificates);
  }

  async #trust(name: string, content: Buffer): Promise<TrustedFile> {
    const file = checkedFileName(name);
    const certificates = this.#accepted(file, content);
    if (this.#options.flaws.has('refuses-same-name-authorities')) this.#refuseSameName(file, certificates);
    await this.#makeRoom(file, certificates.length);
    const isReplaced = this.#trusted.held.has(file);
    const added = await this.#trusted.put(file, content, certificates);
    if (isReplaced) this.#options.onRemoval();
    return added;
  }

  #accepted(name: string, content: Buffer): X509Certificate[] {
    const { flaws } = this.#options;
    if (flaws.has('stores-private-keys') && holdsPrivateKey(content)) return [];
    refuseByFlaw(name, content, flaws);
    return readCertificateFile(content);
  }

  /** An entry is a certificate; those of the file that is replaced do not count. */
  async #makeRoom(file: string, wanted: number): Promise<void> {
    const most = this.#options.maxEntries();
    const others = (): number =>
      [...this.#trusted.held].reduce((sum, [name, held]) => sum + (name === file ? 0 : held.length), 0);
    if (this.#options.flaws.has('overwrites-when-full')) {
      while (others() + wanted > most && this.#trusted.held.size > 0)
        await this.#trusted.delete([...this.#trusted.held.keys()].find((name) => name !== file) ?? file);
    }
    const entries = others();
    if (entries + wanted > most)
      throw new Error(
        `The trust list is full: it takes ${most} certificates and holds ${entries}; the file has ${wanted}. ` +
          'Nothing was changed. Delete one first.',
      );
  }

  #refuseSameName(file: string, certificates: X509Certificate[]): void {
    const others = [...this.#trusted.held].filter(([name]) => name !== file).flatMap(([, held]) => held);
    const known = new Set(others.map(({ subject }) => subject));
    if (certificates.some(({ subject }) => known.has(subject)))
      throw new Error('There is a certificate of this name already.');
  }

  async #clear(): Promise<void> {
    for (const name of [...this.#trusted.held.keys()]) await this.#trusted.delete(name);
    this.#options.onRemoval();
  }

  #exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#queue.then(work, work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

/** Rejects when a folder cannot be made or read. */
export async function openTrustStore(options: TrustStoreOptions): Promise<TrustStore> {
  const store = new FolderTrustStore(options);
  await store.read();
  return store;
}
