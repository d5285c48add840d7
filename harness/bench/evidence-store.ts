/** Evidence on disk: named by its SHA-256, written once, referenced and never copied. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export class EvidenceStore {
  readonly #folder: string;

  constructor(runFolder: string) {
    this.#folder = runFolder;
    mkdirSync(join(runFolder, 'evidence'), { recursive: true });
    mkdirSync(join(runFolder, 'captures'), { recursive: true });
  }

  /** Returns the path within the run folder. */
  writeEvidence(value: unknown): string {
    return this.#write('evidence', 'json', Buffer.from(`${JSON.stringify(value, null, 1)}\n`));
  }

  writeCapture(bytes: Buffer): string {
    return this.#write('captures', 'pcapng', bytes);
  }

  #write(kind: string, extension: string, bytes: Buffer): string {
    const name = `${kind}/${createHash('sha256').update(bytes).digest('hex')}.${extension}`;
    const path = join(this.#folder, name);
    if (!existsSync(path)) {
      // Captures embed the secrets of their connections: for the owner only.
      writeFileSync(`${path}.part`, bytes, { mode: 0o600 });
      renameSync(`${path}.part`, path);
    }
    return name;
  }
}
