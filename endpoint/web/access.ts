/** Who may manage the device: one user, one password, few guesses. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';

export const user = 'admin';

const digest = (word: string): Buffer => createHash('sha256').update(word).digest();

export class Access {
  readonly #password: Buffer;
  readonly #guard = new LoginGuard();

  constructor(password: string) {
    this.#password = digest(password);
  }

  matches(name: string, password: string): boolean {
    // Both comparisons always run and take the same time for every guess.
    const right = timingSafeEqual(digest(password), this.#password);
    return timingSafeEqual(digest(name), digest(user)) && right;
  }

  /** For the login page: seconds to wait, whatever the password, after too many failures; 0 when a try is allowed. */
  wait(address: string): number {
    return this.#guard.wait(address);
  }

  failed(address: string): void {
    this.#guard.failed(address);
  }

  /** Whether the request carries the right HTTP Basic credentials (RFC 7617). */
  basic(request: FastifyRequest): boolean {
    const [, encoded] = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (encoded === undefined) return false;
    const [name = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    return this.matches(name, rest.join(':'));
  }
}

const tolerated = 5;
const windowMs = 60_000;
const rememberedAddresses = 1000;

/** Five failures from one address within a minute, then none until the minute is over. */
class LoginGuard {
  readonly #failures = new Map<string, { count: number; until: number }>();

  wait(address: string): number {
    const entry = this.#failures.get(address);
    if (entry === undefined || entry.count < tolerated) return 0;
    return Math.max(0, Math.ceil((entry.until - Date.now()) / 1000));
  }

  failed(address: string): void {
    const entry = this.#failures.get(address);
    const now = Date.now();
    if (entry !== undefined && entry.until > now) {
      entry.count++;
      return;
    }
    this.#failures.delete(address);
    this.#failures.set(address, { count: 1, until: now + windowMs });
    if (this.#failures.size > rememberedAddresses) this.#failures.delete(this.#failures.keys().next().value!);
  }
}

/**
 * Whether a browser sent this on behalf of a page of another site. Browsers put Origin on every request that changes
 * something (Fetch §3.1); programs such as curl send none.
 */
export function fromForeignPage(request: FastifyRequest): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false;
  const { origin, host } = request.headers;
  return origin !== undefined && origin !== `https://${host ?? ''}`;
}
