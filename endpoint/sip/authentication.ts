/**
 * The password of the account over one connection (RFC 3261 §22, RFC 7616, RFC 8760): which challenge is answered, and how.
 * It stands between the stream and sip.js, which knows MD5 alone and one challenge of each response: sip.js gets to see
 * a challenge only where it is to send the request again, and takes the credentials for it from here.
 */
import { randomBytes } from 'node:crypto';
import { isStale, readChallenges, type Challenge } from '../digest/challenge.ts';
import { basicCredentials, digestCredentials, qopOf, rankOf, type Credentials } from '../digest/digest.ts';
import type { Flaws } from '../flaws.ts';
import {
  fieldOf,
  fieldsOf,
  isInDialog,
  methodOf,
  requestLine,
  statusOf,
  withFields,
  withLine,
  withoutFields,
} from './message-text.ts';
import type { NonceCounts } from './nonce-counts.ts';
import { remember } from './remember.ts';

export interface AuthenticationOptions {
  credentials: Credentials;
  /** Whether a challenge of that realm is one for this account. */
  isOwnRealm: (realm: string) => boolean;
  /** Whether challenges are answered at all. */
  answers: boolean;
  flaws: Flaws;
  nonces: NonceCounts;
}

interface Sent {
  method: string;
  uri: string;
  body: string;
  callId: string;
  inDialog: boolean;
  /** Of its credentials; null: it had none. */
  realm: string | null;
}

export class Authentication {
  readonly #options: AuthenticationOptions;
  /** The last requests by Call-ID and CSeq. */
  readonly #sent = new Map<string, Sent>();
  /** Calls whose INVITE was answered for that realm, by Call-ID. */
  readonly #authenticatedCalls = new Map<string, string>();
  /** What the registrar takes credentials for, so that the next REGISTER need not be challenged. */
  #registrar: Challenge | null = null;
  /** What sip.js may fetch for the response in hand. */
  #prepared: { credentials: string; stale: boolean } | null = null;

  constructor(options: AuthenticationOptions) {
    this.#options = options;
  }

  /** For `authenticationFactory` of sip.js. */
  readonly factory = () => ({
    authenticate: (): boolean => this.#prepared !== null,
    toString: (): string => this.#prepared?.credentials ?? '',
  });

  /** A message as it goes out. */
  send(given: string): string {
    const request = requestLine(given);
    if (!request || request.method === 'ACK') return given;
    const message = this.#withoutOld(given);
    const credentials = credentialsIn(message);
    const sent: Sent = {
      ...request,
      body: message.slice(message.indexOf('\r\n\r\n') + 4),
      callId: fieldOf(message, 'Call-ID'),
      inDialog: isInDialog(message),
      realm: credentials.length > 0 ? (realmOf(readChallenges(credentials)[0]) ?? '') : null,
    };
    if (sent.realm === null && request.method === 'REGISTER' && this.#registrar) {
      sent.realm = realmOf(this.#registrar) ?? '';
      remember(this.#sent, keyOf(message), sent);
      return withLine(message, `Authorization: ${this.#digest(this.#registrar, sent)}`);
    }
    const isRepeated = sent.realm !== null && this.#options.flaws.has('keeps-sequence-number');
    const written = isRepeated ? withFields(message, 'CSeq', lowered) : message;
    remember(this.#sent, keyOf(written), sent);
    return written;
  }

  /** A message as it came: sip.js sees a challenge where it is to be answered, and none otherwise. */
  receive(message: string): string {
    const status = statusOf(message);
    const sent = status !== '' && this.#sent.get(keyOf(message));
    if (!sent) return message;
    if (status.startsWith('2') && sent.method === 'REGISTER') this.#learnNonce(message);
    if (status !== '401' && status !== '407') return message;
    const asks = status === '401' ? 'WWW-Authenticate' : 'Proxy-Authenticate';
    this.#prepared = this.#options.answers ? this.#answer(readChallenges(fieldsOf(message, asks)), sent) : null;
    const bare = withoutFields(message, asks);
    if (!this.#prepared) return bare;
    return withLine(bare, `${asks}: Digest realm="-", nonce="-", stale=${this.#prepared.stale}`);
  }

  /** sip.js goes on with the request that it has, credentials and all, where a registration is refreshed or taken back. */
  #withoutOld(message: string): string {
    const isFresh = this.#prepared !== null && credentialsIn(message).includes(this.#prepared.credentials);
    this.#prepared = null;
    return isFresh ? message : withoutFields(withoutFields(message, 'Authorization'), 'Proxy-Authorization');
  }

  /** RFC 8760 §2.4: the first challenge of a supported algorithm is the one. */
  #answer(challenges: readonly Challenge[], sent: Sent): { credentials: string; stale: boolean } | null {
    const { flaws, credentials } = this.#options;
    if (flaws.has('answers-basic-challenges') && challenges.some(({ scheme }) => scheme === 'basic'))
      return { credentials: basicCredentials(credentials), stale: false };
    const challenge = this.#choose(challenges.filter(({ scheme }) => scheme === 'digest'));
    const realm = realmOf(challenge);
    if (!challenge || realm === undefined || !this.#isDue(challenge, realm, sent)) {
      if (sent.method === 'REGISTER') this.#registrar = null;
      return null;
    }
    if (sent.method === 'REGISTER') this.#registrar = challenge;
    if (sent.method === 'INVITE' && !sent.inDialog) remember(this.#authenticatedCalls, sent.callId, realm);
    return { credentials: this.#digest(challenge, sent), stale: isStale(challenge) };
  }

  #choose(challenges: readonly Challenge[]): Challenge | undefined {
    const { flaws } = this.#options;
    const considered = flaws.has('reads-first-challenge-only') ? challenges.slice(0, 1) : challenges;
    const usable = considered.filter(
      (one) => rankOf(one) >= 0 && qopOf(one) !== undefined && one.parameters.has('nonce') && this.#knows(one),
    );
    return flaws.has('takes-last-challenge') ? usable.at(-1) : usable[0];
  }

  #knows({ parameters }: Challenge): boolean {
    const { flaws } = this.#options;
    const algorithm = (parameters.get('algorithm') ?? 'MD5').toUpperCase();
    if (algorithm === 'SHA-256' && flaws.has('ignores-sha-256-challenges')) return false;
    return !(algorithm === 'MD5' && flaws.has('ignores-md5-challenges'));
  }

  /**
   * RFC 3261 §22.1: credentials that were rejected are sent again only where their nonce was stale. In a call whoever is at its
   * other end can challenge: he is answered only where our own INVITE had to show the password for that realm before.
   */
  #isDue(challenge: Challenge, realm: string, { realm: rejected, inDialog, callId }: Sent): boolean {
    const { flaws, isOwnRealm } = this.#options;
    if (!isOwnRealm(realm) && !flaws.has('answers-any-realm')) return false;
    if (rejected !== null && (!isStale(challenge) || flaws.has('ignores-stale'))) return false;
    return !inDialog || this.#authenticatedCalls.get(callId) === realm || flaws.has('answers-strangers-in-calls');
  }

  #digest(challenge: Challenge, { method, uri, body }: Sent): string {
    const { flaws, credentials, nonces } = this.#options;
    const count = nonces.next(challenge.parameters.get('nonce') ?? '');
    const asked = flaws.has('leaves-qop-out') ? withoutQop(challenge) : challenge;
    return digestCredentials(asked, credentials, {
      ...{ method, uri, body, cnonce: randomBytes(12).toString('hex') },
      count: flaws.has('counts-no-nonces') ? 1 : count,
      ...(flaws.has('leaves-body-out-of-digest') && { computedAs: 'auth' }),
    });
  }

  /** RFC 7616 §3.5. */
  #learnNonce(message: string): void {
    const [next] = readChallenges([`digest ${fieldOf(message, 'Authentication-Info')}`]);
    const nonce = next?.parameters.get('nextnonce');
    if (!this.#registrar || nonce === undefined || this.#options.flaws.has('ignores-nextnonce')) return;
    this.#registrar = { ...this.#registrar, parameters: new Map(this.#registrar.parameters).set('nonce', nonce) };
  }
}

const realmOf = (challenge: Challenge | undefined): string | undefined => challenge?.parameters.get('realm');

const credentialsIn = (message: string): string[] => [
  ...fieldsOf(message, 'Authorization'),
  ...fieldsOf(message, 'Proxy-Authorization'),
];

const keyOf = (message: string): string =>
  `${fieldOf(message, 'Call-ID')} ${parseInt(fieldOf(message, 'CSeq'), 10)} ${methodOf(message)}`;

const lowered = (cseq: string): string => cseq.replace(/^\d+/, (number) => String(Number(number) - 1));

function withoutQop({ scheme, parameters }: Challenge): Challenge {
  const kept = new Map(parameters);
  kept.delete('qop');
  return { scheme, parameters: kept };
}
