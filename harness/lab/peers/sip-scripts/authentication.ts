/** How it challenges for a password (RFC 3261 §22, RFC 7616, RFC 8760). */
import { randomBytes } from 'node:crypto';
import { sdpField } from '../../../farend/dialog.ts';
import { challenge, type ChallengeOptions } from '../../../wire/sip/digest.ts';
import { parseDigest } from '../../../wire/sip/digest-parameters.ts';
import { header, responseTo, type SipMessage } from '../../../wire/sip/message.ts';
import { quietOffer } from '../questions.ts';
import { withFields } from '../script-parts.ts';
import type { SipScene, SipScript } from '../sip-script.ts';

type Challenging = (scene: SipScene, known: Partial<ChallengeOptions>) => readonly string[];

const token = (): string => randomBytes(12).toString('hex');

/** Digest challenges in this order; what is known of the request goes into each. */
const digests =
  (...options: readonly Partial<ChallengeOptions>[]): Challenging =>
  (scene, known) =>
    options.map((one) => {
      const nonce = one.nonce ?? token();
      noncesOf(scene).add(nonce);
      return challenge({ realm: scene.domain, ...known, ...one, nonce });
    });

/** Those of the presentation, whichever connection they were given on. */
function noncesOf({ memory }: SipScene): Set<string> {
  const nonces = (memory.get('nonces') as Set<string> | undefined) ?? new Set();
  memory.set('nonces', nonces);
  return nonces;
}

/** `right` by a nonce of this presentation; right ones by another, which may be of an earlier registration, are `stale`. */
function found(request: SipMessage, scene: SipScene): 'none' | 'stale' | 'right' | 'wrong' {
  const said = scene.credentials(request);
  if (said !== 'right') return said ?? 'none';
  const nonce = parseDigest(header(request, 'Authorization') ?? '')?.get('nonce') ?? '';
  return noncesOf(scene).has(nonce) ? 'right' : 'stale';
}

function unauthorized(request: SipMessage, challenges: readonly string[], status: 401 | 407 = 401): SipMessage {
  const name = status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate';
  const reason = status === 401 ? 'Unauthorized' : 'Proxy Authentication Required';
  return responseTo(request, status, reason, {
    toTag: token(),
    headers: challenges.map((one) => [name, one] as const),
  });
}

/** Asks so for the password before each registration, and takes the right one. */
const asking = (challenging: Challenging, taking = accepting): Pick<SipScript, 'answer'> => ({
  answer: (request, scene) => {
    if (request.method !== 'REGISTER') return undefined;
    const credentials = found(request, scene);
    if (credentials === 'right') return [taking(request, scene)];
    return [unauthorized(request, challenging(scene, credentials === 'stale' ? { stale: true } : {}))];
  },
});

const accepting = (request: SipMessage, scene: SipScene): SipMessage => scene.accept(request);

/** Rejects whatever password is shown, by this answer. */
const rejecting = (rejection: (request: SipMessage, scene: SipScene) => SipMessage): Pick<SipScript, 'answer'> => ({
  answer: (request, scene) => {
    if (request.method !== 'REGISTER') return undefined;
    const credentials = found(request, scene);
    if (credentials === 'right' || credentials === 'wrong') return [rejection(request, scene)];
    return [unauthorized(request, sameNonce(scene, credentials === 'stale' ? { stale: true } : {}))];
  },
});

/** One nonce for all requests. */
const sameNonce: Challenging = (scene, known) => {
  const nonce = (scene.memory.get('nonce') as string | undefined) ?? token();
  scene.memory.set('nonce', nonce);
  return digests({ nonce })(scene, known);
};

/** A stranger calls; whoever ends his call is asked for the password. */
const challengingBye = (status: 401 | 407): Pick<SipScript, 'answer' | 'registered'> => ({
  answer: (request, scene) =>
    request.method === 'BYE' ? [unauthorized(request, digests({})(scene, {}), status)] : undefined,
  registered: async (scene) => {
    const invite = scene.request('INVITE', [sdpField], quietOffer);
    // The server stays in the call, as a device may go straight to the host of the Contact (RFC 3261 §12.2.1.1).
    const headers = invite.headers.map(({ name, value }) => ({
      name,
      value: name === 'From' ? value.replace(/bench@[^>;]+/, 'anybody@attacker.test') : value,
    }));
    await scene.ask({ ...invite, headers });
  },
});

export const authentication = {
  'asks-basic': {
    title: 'asks for the password by Basic',
    ...asking(({ domain }) => [`Basic realm="${domain}"`]),
  },
  'asks-sha-256': {
    title: 'challenges with SHA-256 alone',
    ...asking(digests({ algorithm: 'SHA-256' })),
  },
  'asks-sha-256-then-md5': {
    title: 'challenges with SHA-256 before MD5',
    ...asking(digests({ algorithm: 'SHA-256' }, {})),
  },
  'asks-md5-then-sha-256': {
    title: 'challenges with MD5 before SHA-256',
    ...asking(digests({}, { algorithm: 'SHA-256' })),
  },
  'asks-unknown-then-md5': {
    title: 'challenges with an algorithm that nobody knows before MD5',
    ...asking((scene, known) => [
      `Digest realm="${scene.domain}", nonce="${token()}", algorithm=SHA-0, qop="auth"`,
      ...digests({})(scene, known),
    ]),
  },
  'asks-md5': {
    title: 'challenges with MD5 alone',
    like: 'asks-sha-256',
    ...asking(digests({})),
  },
  'keeps-nonce': {
    title: 'asks for the same nonce again and again',
    ...asking(sameNonce),
  },
  'says-stale': {
    title: 'takes the first nonce for stale and names another',
    ...asking(digests({}), (request, scene) => {
      const isLater = scene.memory.has('stale');
      scene.memory.set('stale', true);
      return isLater ? scene.accept(request) : unauthorized(request, digests({ stale: true })(scene, {}));
    }),
  },
  'rejects-without-end': {
    title: 'rejects every password with a challenge of another nonce',
    ...rejecting((request, scene) => unauthorized(request, digests({})(scene, {}))),
  },
  'stale-without-end': {
    title: 'takes every nonce for stale',
    ...rejecting((request, scene) => unauthorized(request, digests({ stale: true })(scene, {}))),
  },
  'asks-for-foreign-realm': {
    title: 'asks for the password of another domain',
    ...asking(digests({ realm: 'attacker.test' })),
  },
  'challenges-bye': { title: 'calls as a stranger who answers BYE with 401', ...challengingBye(401) },
  'challenges-bye-as-proxy': { title: 'calls as a stranger who answers BYE with 407', ...challengingBye(407) },
  'names-next-nonce': {
    title: 'names the nonce of the next request',
    ...asking(digests({}), (request, scene) => {
      const nonce = token();
      noncesOf(scene).add(nonce);
      return withFields(scene.accept(request), [['Authentication-Info', `nextnonce="${nonce}"`]]);
    }),
  },
  'asks-auth-int': {
    title: 'asks for auth-int alone, of calls as well',
    answer: (request, scene) => {
      if (request.method !== 'REGISTER' && request.method !== 'INVITE') return undefined;
      const credentials = found(request, scene);
      const stale = credentials === 'stale';
      if (credentials !== 'right') return [unauthorized(request, digests({ qop: 'auth-int' })(scene, { stale }))];
      return request.method === 'REGISTER' ? [scene.accept(request)] : undefined;
    },
  },
  'rejects-password': {
    title: 'forbids whoever shows a password',
    ...rejecting((request) => responseTo(request, 403, 'Forbidden', { toTag: token() })),
  },
  'rejects-password-by-challenge': {
    title: 'rejects every password with the same challenge',
    ...rejecting((request, scene) => unauthorized(request, sameNonce(scene, {}))),
  },
} as const satisfies Record<string, SipScript>;
