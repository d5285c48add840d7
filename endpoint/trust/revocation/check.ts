/**
 * Whether a certificate of the path is revoked (RFC 5280 §6.1.3(a)(3)): by the stapled OCSP response, else by the OCSP
 * responder and the CRLs that the leaf names; by the CRLs for intermediates. Nothing is remembered between connections.
 */
import type { Surroundings } from '../../contracts.ts';
import type { Certificate } from '../certificate.ts';
import { CertificateProblem } from '../problem.ts';
import { judgeCrl } from './crl.ts';
import type { Finding } from './finding.ts';
import { Deadline, fetchOverHttp } from './http.ts';
import { linksOf, nameOf, type Link } from './link.ts';
import { ocspRequest } from './ocsp-request.ts';
import { judgeOcsp } from './ocsp.ts';

/** For all fetches of one connection together. */
const PATIENCE_MS = 3000;

export interface RevocationRequest {
  /** Leaf first, anchor last. */
  path: readonly Certificate[];
  /** The OCSP response that the server stapled. */
  staple: Buffer | null;
  /** Whether a status that nobody tells is accepted (`soft`) or refused (`hard`). */
  mode: 'soft' | 'hard';
  at: Date;
  surroundings: Pick<Surroundings, 'resolve' | 'log' | 'flaws'>;
}

interface Source {
  /** `the CRL http://ca.example.com/ca.crl`. */
  name: string;
  ask: (signal: AbortSignal) => Promise<Finding>;
}

/** Where the word of a finding came from, with the clause that makes it count. */
interface Told {
  finding: Finding;
  by: string;
}

class RevocationCheck {
  readonly #request: RevocationRequest;
  readonly #deadline = new Deadline(PATIENCE_MS);

  constructor(request: RevocationRequest) {
    this.#request = request;
  }

  async run(): Promise<void> {
    const { path, surroundings } = this.#request;
    const [leaf, ...authorities] = linksOf(path);
    if (leaf === undefined) return;
    const stapled = this.#judgeStaple(leaf);
    if (stapled) this.#refuseRevoked(leaf, stapled);
    const isTold = stapled !== null && stapled.finding.status !== 'undetermined';
    const others = surroundings.flaws.has('checks-leaf-revocation-only') ? [] : authorities;
    const sources = [...this.#responders(leaf), ...this.#lists(leaf)];
    const told = await Promise.all([
      isTold ? Promise.resolve(stapled) : this.#ask(leaf, sources, stapled),
      ...others.map((link) => this.#ask(link, this.#lists(link))),
    ]);
    // A revoked certificate is the stronger word: it is told before one whose status is not known.
    [leaf, ...others].forEach((link, index) => this.#refuseRevoked(link, told[index]!));
    [leaf, ...others].forEach((link, index) => this.#weighUndetermined(link, told[index]!));
  }

  /** Null: there is none. An undetermined one leaves it to other sources. Throws CertificateProblem. */
  #judgeStaple(leaf: Link): Told | null {
    const { staple, at, surroundings } = this.#request;
    const { flaws } = surroundings;
    const by = 'the stapled OCSP response (RFC 6066 §8)';
    const finding = staple && judgeOcsp(staple, leaf, at, flaws);
    const refuse = (what: string): never => {
      throw new CertificateProblem('revocation-unknown', 'bad_certificate_status_response', what);
    };
    // RFC 6066 §8: a response that is not satisfactory ends the handshake.
    if (finding && flaws.has('refuses-staples')) refuse(`${by} is more than the device bears`);
    if (finding?.status === 'unusable') refuse(`${by} for ${nameOf(leaf)} ${finding.why}`);
    if (leaf.fields.demandsStaple && !flaws.has('ignores-must-staple')) {
      const demand = `${nameOf(leaf)} demands a stapled OCSP response (RFC 7633 §4.3.3)`;
      if (!finding) refuse(`${demand}, and the server staples none`);
      else if (finding.status === 'undetermined') refuse(`${demand}, and ${by} ${finding.why}`);
    }
    return finding && { finding, by };
  }

  #responders(link: Link): Source[] {
    return link.fields.ocspAddresses.map((url) => ({
      name: `the OCSP responder ${url.href} (RFC 6960 §2.2)`,
      ask: async (signal) => this.#fetch(url, ocspRequest(link), signal, judgeOcsp, link),
    }));
  }

  #lists(link: Link): Source[] {
    return link.fields.crlAddresses.map((url) => ({
      name: `the CRL ${url.href} (RFC 5280 §6.3.3)`,
      ask: async (signal) => this.#fetch(url, null, signal, judgeCrl, link),
    }));
  }

  async #fetch(
    url: URL,
    body: Buffer | null,
    signal: AbortSignal,
    judge: typeof judgeCrl,
    link: Link,
  ): Promise<Finding> {
    const { surroundings, at } = this.#request;
    try {
      return judge(await fetchOverHttp(url, body, surroundings, signal), link, at, surroundings.flaws);
    } catch (error) {
      return { status: 'undetermined', why: `did not come: ${(error as Error).message}` };
    }
  }

  /** The first source that knows is believed; `before` is what one said that did not. */
  async #ask(link: Link, sources: Source[], before: Told | null = null): Promise<Told> {
    const { surroundings } = this.#request;
    const { flaws } = surroundings;
    const reasons = before?.finding.status === 'undetermined' ? [`${before.by} ${before.finding.why}`] : [];
    for (const [index, { name, ask }] of flaws.has('never-fetches-revocation-data') ? [] : sources.entries()) {
      const finding = await ask(this.#deadline.share(sources.length - index));
      const knows = finding.status === 'good' || finding.status === 'revoked';
      surroundings.log(
        `revocation: ${name} ${knows ? `says ${finding.status}` : finding.why}, asked about ${nameOf(link)}`,
      );
      if (knows) return { finding, by: name };
      reasons.push(`${name} ${finding.why}`);
    }
    const none = 'no CRL and no OCSP responder were there to ask';
    const why = reasons.length > 0 ? reasons.join('; ') : none;
    return { finding: { status: 'undetermined', why }, by: '' };
  }

  #refuseRevoked(link: Link, { finding, by }: Told): void {
    if (finding.status !== 'revoked' || this.#request.surroundings.flaws.has('ignores-revocation')) return;
    const reason = finding.reason === null ? '' : ` for ${finding.reason}`;
    const text = `${nameOf(link)} is revoked since ${finding.since.toISOString()}${reason}: so says ${by}`;
    throw new CertificateProblem('revoked', 'certificate_revoked', text);
  }

  #weighUndetermined(link: Link, { finding }: Told): void {
    if (finding.status !== 'undetermined') return;
    const text = `whether ${nameOf(link)} is revoked is not known: ${finding.why}`;
    if (this.#request.mode === 'hard') throw new CertificateProblem('revocation-unknown', 'certificate_unknown', text);
    this.#request.surroundings.log(`revocation: accepted, though ${text}`);
  }
}

/** Resolves when no certificate of the path is known to be revoked. Rejects with CertificateProblem. */
export const checkRevocation = (request: RevocationRequest): Promise<void> => new RevocationCheck(request).run();
