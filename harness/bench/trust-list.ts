/** What the bench has put into the device's trust list, and what has to be there for a row to mean what it says. */
import type { Service, TrustMode } from '../evidence.ts';
import { hostOf, type Target } from '../lab/targets.ts';
import type { FaultName } from '../pki/certificate-faults.ts';
import type { Pki } from '../pki/pki.ts';
import { MethodError, type Driver, type Methods, type TrustFolder } from '../dut/driver.ts';

/** A certificate that is about to be served, and under which name. */
export interface Served {
  service: Service;
  certificate: FaultName;
  target: Target;
}

export class TrustList {
  readonly #driver: Pick<Driver, 'request'>;
  readonly #pki: Pki;
  /** PEM by file name. */
  readonly #uploaded = new Map<string, string>();
  /** What a test put in itself, under the folder and the name. */
  #byHand: { name: string; folder: TrustFolder }[] = [];
  /** Certificates whose trust a test sees to itself: for them the bench puts nothing in. */
  #handled = new Set<FaultName>();

  constructor(driver: Pick<Driver, 'request'>, pki: Pki) {
    this.#driver = driver;
    this.#pki = pki;
  }

  /** The device was started anew and has nothing. */
  forget(): void {
    this.#uploaded.clear();
    this.#byHand = [];
  }

  /** How many files the bench and the test have put into certs/trusted. */
  get size(): number {
    return this.#uploaded.size + this.#byHand.filter(({ folder }) => folder === 'certs/trusted').length;
  }

  /** A file that the test puts in, for that certificate if it is about one. Rejects with MethodError. */
  async add(file: Methods['trust.add']['params'], certificate: FaultName | null): Promise<void> {
    if (certificate) this.#handled.add(certificate);
    await this.#driver.request('trust.add', file);
    this.#byHand.push({ name: file.name, folder: file.folder ?? 'certs/trusted' });
  }

  /** Takes a file out, whoever put it in. Rejects with MethodError. */
  async remove(name: string, folder: TrustFolder): Promise<void> {
    await this.#driver.request('trust.remove', { name, folder });
    this.#byHand = this.#byHand.filter((one) => one.name !== name || one.folder !== folder);
    if (folder === 'certs/trusted') this.#uploaded.delete(name);
  }

  /**
   * Undoes what the test did: its files go, and what the device has lost meanwhile, by its own list, counts as lost. What
   * is gone already need not be removed.
   */
  async tidy(): Promise<void> {
    for (const { name, folder } of this.#byHand) {
      await this.#driver.request('trust.remove', { name, folder }).catch((error: unknown) => {
        if (!(error instanceof MethodError && error.kind === 'invalid')) throw error;
      });
    }
    this.#byHand = [];
    this.#handled.clear();
    const names = await this.#listed();
    for (const name of this.#uploaded.keys()) if (!names.includes(name)) this.#uploaded.delete(name);
  }

  /** Brings the list to what the mode means, by the device's own means. Resolves to whether anything had to be changed. */
  async ensure(trust: TrustMode, served: readonly Served[]): Promise<boolean> {
    const wanted = this.#wanted(trust, served);
    let changed = false;
    for (const name of [...this.#uploaded.keys()].filter((one) => !wanted.has(one))) {
      await this.#remove(name);
      changed = true;
    }
    for (const [name, pem] of wanted) {
      if (this.#uploaded.get(name) === pem) continue;
      await this.#driver.request('trust.add', { name, pem });
      this.#uploaded.set(name, pem);
      changed = true;
    }
    return changed;
  }

  /** Takes out what was uploaded for a certificate. */
  async withdraw(certificate: FaultName): Promise<void> {
    for (const name of [...this.#uploaded.keys()].filter((one) => one.startsWith(certificate)))
      await this.#remove(name);
  }

  /** A device that cannot tell is given all anew. */
  async #listed(): Promise<string[]> {
    try {
      return (await this.#driver.request('trust.list', {})).names;
    } catch (error) {
      if (error instanceof MethodError && error.kind === 'unsupported') return [];
      throw error;
    }
  }

  async #remove(name: string): Promise<void> {
    await this.#driver.request('trust.remove', { name });
    this.#uploaded.delete(name);
  }

  #wanted(trust: TrustMode, served: readonly Served[]): Map<string, string> {
    const own = served
      .filter(({ certificate }) => !this.#handled.has(certificate))
      .map(({ service, certificate, target }) => ({
        service,
        ...this.#pki.certificate(certificate, hostOf(service, target)),
      }));
    if (trust === 'M2') {
      // Some rows are about the anchor itself: theirs is uploaded beside the lab's.
      return new Map([
        ['lab-authority.pem', this.#pki.anchors.lab],
        ...own.flatMap(({ fault, anchorPem }) => (anchorPem ? [[`${fault}-anchor.pem`, anchorPem] as const] : [])),
      ]);
    }
    if (trust !== 'M3') return new Map();
    return new Map(
      (['sip', 'provisioning'] as const).flatMap((service) => [
        [`self-signed-${service}.pem`, this.#pki.certificate('self-signed', hostOf(service)).chainPem],
        ...own.flatMap(({ fault, service: one, pinPem }): [string, string][] =>
          one === service && pinPem ? [[`${fault}-${service}.pem`, pinPem]] : [],
        ),
      ]),
    );
  }
}
