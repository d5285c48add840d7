/** Where the settings live: in memory, and in one file that is replaced whole so that a crash never leaves half of it. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { DeepPartial } from '../contracts.ts';
import { changed } from './change.ts';
import { settingsSchema, type Settings } from './settings.ts';

export type SettingsListener = (now: Settings, before: Settings) => void | Promise<void>;

export class SettingsStore {
  #now: Settings;
  readonly #file: string;
  readonly #factory: Settings;
  readonly #listeners: SettingsListener[] = [];
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, factory: Settings, now: Settings) {
    this.#file = file;
    this.#factory = factory;
    this.#now = now;
  }

  /**
   * `factory` is what the product ships with, where it differs from the defaults. A stored file that cannot be read is
   * put aside as `<file>.unreadable` and told to `log`: a device that does not start cannot be mended.
   */
  static async open(file: string, factory: DeepPartial<Settings>, log: (line: string) => void): Promise<SettingsStore> {
    const shipped = changed(settingsSchema.parse({}), factory);
    let now = shipped;
    try {
      now = changed(shipped, JSON.parse(await readFile(file, 'utf8')) as DeepPartial<Settings>);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        await rename(file, `${file}.unreadable`);
        log(
          `settings: the stored ones cannot be read and were put aside as ${file}.unreadable; the factory's are in force`,
        );
      }
    }
    return new SettingsStore(file, shipped, now);
  }

  current(): Settings {
    return this.#now;
  }

  /**
   * Validates, takes effect, tells the listeners, and resolves when stored. Throws z.ZodError, or what `check` throws, and then
   * changes nothing.
   */
  async change(partial: DeepPartial<Settings>, check: (next: Settings) => void = () => undefined): Promise<void> {
    const next = changed(this.#now, partial);
    check(next);
    await this.#replace(next);
  }

  /** Back to what the product ships with. */
  async reset(): Promise<void> {
    await this.#replace(this.#factory);
    await rm(this.#file, { force: true });
  }

  onChange(listener: SettingsListener): void {
    this.#listeners.push(listener);
  }

  async #replace(next: Settings): Promise<void> {
    const before = this.#now;
    this.#now = next;
    this.#writing = this.#writing.then(async () => {
      await writeFile(`${this.#file}.new`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
      await rename(`${this.#file}.new`, this.#file);
    });
    await this.#writing;
    for (const listener of this.#listeners) await listener(next, before);
  }
}
