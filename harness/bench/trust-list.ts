/** What the bench has put into the device's trust list, and what has to be there for a row to mean what it says. */
import type { Service, TrustMode } from '../evidence.ts';
import { hostOf, type Target } from '../lab/targets.ts';
import type { FaultName } from '../pki/certificate-faults.ts';
import type { Pki } from '../pki/pki.ts';
import type { Driver } from '../dut/driver.ts';

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

  constructor(driver: Pick<Driver, 'request'>, pki: Pki) {
    this.#driver = driver;
    this.#pki = pki;
  }

  /** The device was started anew and has nothing. */
  forget(): void {
    this.#uploaded.clear();
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

  async #remove(name: string): Promise<void> {
    await this.#driver.request('trust.remove', { name });
    this.#uploaded.delete(name);
  }

  #wanted(trust: TrustMode, served: readonly Served[]): Map<string, string> {
    const own = served.map(({ service, certificate, target }) => ({
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
