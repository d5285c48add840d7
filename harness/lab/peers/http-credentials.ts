/** Who may fetch: basic (RFC 7617) and digest (RFC 7616) authentication of the file server. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parseDigest } from '../../wire/sip/digest-parameters.ts';
import { challenge, verifyDigest } from '../../wire/sip/digest.ts';

export interface Credentials {
  username: string;
  password: string;
}

/** Either the remark for the witness (`Digest SHA-256`), or the challenges to send with 401. */
export type Decision = { granted: string } | { challenges: string[] };

const realm = 'provisioning';
const mostNonces = 256;

export class HttpCredentials {
  readonly #credentials: Credentials;
  /** Nonces given out, oldest first; bounded. */
  readonly #nonces = new Set<string>();

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  basic(request: IncomingMessage): Decision {
    const given = /^basic\s+([a-z0-9+/=]+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
    const { username, password } = this.#credentials;
    if (given && same(Buffer.from(given, 'base64'), Buffer.from(`${username}:${password}`)))
      return { granted: 'Basic' };
    return { challenges: [`Basic realm="${realm}", charset="UTF-8"`] };
  }

  digest(request: IncomingMessage): Decision {
    const authorization = request.headers.authorization ?? '';
    const given = parseDigest(authorization);
    const { username, password } = this.#credentials;
    const right = verifyDigest(authorization, {
      method: request.method ?? '',
      user: username,
      password,
      realm,
      uri: request.url ?? '',
    });
    const known = this.#nonces.has(given?.get('nonce') ?? '');
    if (right && known) return { granted: `Digest ${given?.get('algorithm') ?? 'MD5'}` };
    const nonce = this.#nonce();
    // RFC 7616 §3.7: one challenge per algorithm, in the order of preference.
    const challenges = (['SHA-256', 'MD5'] as const).map((algorithm) =>
      challenge({ realm, nonce, algorithm, stale: right && !known }),
    );
    return { challenges };
  }

  #nonce(): string {
    const nonce = randomBytes(16).toString('hex');
    this.#nonces.add(nonce);
    for (const oldest of this.#nonces) {
      if (this.#nonces.size <= mostNonces) break;
      this.#nonces.delete(oldest);
    }
    return nonce;
  }
}

function same(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}
