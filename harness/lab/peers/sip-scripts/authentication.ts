/** How it challenges for a password (RFC 3261 §22, RFC 7616, RFC 8760). */
import { randomBytes } from 'node:crypto';
import { sdpField } from '../../../farend/dialog.ts';
import { challenge, type ChallengeOptions } from '../../../wire/sip/digest.ts';
import { responseTo, type SipMessage } from '../../../wire/sip/message.ts';
import { quietOffer } from '../questions.ts';
import type { SipScene, SipScript } from '../sip-script.ts';

type Challenging = (scene: SipScene) => readonly string[];

const token = (): string => randomBytes(12).toString('hex');

/** Digest challenges in this order. A nonce is as good on any connection. */
const digests =
  (...options: readonly Partial<ChallengeOptions>[]): Challenging =>
  ({ domain }) =>
    options.map((one) => challenge({ realm: domain, nonce: token(), ...one }));

function unauthorized(request: SipMessage, challenges: readonly string[], status: 401 | 407 = 401): SipMessage {
  const name = status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate';
  const reason = status === 401 ? 'Unauthorized' : 'Proxy Authentication Required';
  return responseTo(request, status, reason, {
    toTag: token(),
    headers: challenges.map((one) => [name, one] as const),
  });
}

/** Asks so for the password before each registration, and takes the right one. */
const asking = (challenging: Challenging): Pick<SipScript, 'answer'> => ({
  answer: (request, scene) => {
    if (request.method !== 'REGISTER') return undefined;
    const isRight = scene.credentials(request) === 'right';
    return [isRight ? scene.accept(request) : unauthorized(request, challenging(scene))];
  },
});

/** Rejects whatever password is shown, by this answer. */
const rejecting = (rejection: (request: SipMessage, scene: SipScene) => SipMessage): Pick<SipScript, 'answer'> => ({
  answer: (request, scene) => {
    if (request.method !== 'REGISTER') return undefined;
    const isFirst = scene.credentials(request) === null;
    return [isFirst ? unauthorized(request, digests({ nonce: nonceOf(scene) })(scene)) : rejection(request, scene)];
  },
});

/** One for all connections. */
function nonceOf({ memory }: SipScene): string {
  const nonce = (memory.get('nonce') as string | undefined) ?? token();
  memory.set('nonce', nonce);
  return nonce;
}

/** A stranger calls; whoever ends his call is asked for the password. */
const challengingBye = (status: 401 | 407): Pick<SipScript, 'answer' | 'registered'> => ({
  answer: (request, scene) =>
    request.method === 'BYE' ? [unauthorized(request, digests({})(scene), status)] : undefined,
  registered: async (scene) => {
    const invite = scene.request('INVITE', [sdpField], quietOffer);
    const headers = invite.headers.map(({ name, value }) => ({
      name,
      value: ['From', 'Contact'].includes(name) ? value.replace(/bench@[^>;]+/, 'anybody@attacker.test') : value,
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
    ...asking((scene) => [
      `Digest realm="${scene.domain}", nonce="${token()}", algorithm=SHA-0, qop="auth"`,
      ...digests({})(scene),
    ]),
  },
  'asks-md5': {
    title: 'challenges with MD5 alone',
    like: 'asks-sha-256',
    ...asking(digests({})),
  },
  'keeps-nonce': {
    title: 'asks for the same nonce again and again',
    ...asking((scene) => digests({ nonce: nonceOf(scene) })(scene)),
  },
  'says-stale': {
    title: 'takes the first nonce for stale and names another',
    answer: (request, scene) => {
      if (request.method !== 'REGISTER') return undefined;
      if (scene.credentials(request) !== 'right') return [unauthorized(request, digests({})(scene))];
      const isLater = scene.memory.has('stale');
      scene.memory.set('stale', true);
      return [isLater ? scene.accept(request) : unauthorized(request, digests({ stale: true })(scene))];
    },
  },
  'rejects-without-end': {
    title: 'rejects every password with a challenge of another nonce',
    ...rejecting((request, scene) => unauthorized(request, digests({})(scene))),
  },
  'stale-without-end': {
    title: 'takes every nonce for stale',
    ...rejecting((request, scene) => unauthorized(request, digests({ stale: true })(scene))),
  },
  'asks-for-foreign-realm': {
    title: 'asks for the password of another domain',
    ...asking(digests({ realm: 'attacker.test' })),
  },
  'challenges-bye': { title: 'calls as a stranger who answers BYE with 401', ...challengingBye(401) },
  'challenges-bye-as-proxy': { title: 'calls as a stranger who answers BYE with 407', ...challengingBye(407) },
  'names-next-nonce': {
    title: 'names the nonce of the next request',
    answer: (request, scene) => {
      if (request.method !== 'REGISTER') return undefined;
      if (scene.credentials(request) !== 'right') return [unauthorized(request, digests({})(scene))];
      const accepted = scene.accept(request);
      const next = { name: 'Authentication-Info', value: `nextnonce="${token()}"` };
      return [{ ...accepted, headers: [...accepted.headers, next] }];
    },
  },
  'asks-auth-int': {
    title: 'asks for auth-int alone, of calls as well',
    answer: (request, scene) => {
      if (request.method !== 'REGISTER' && request.method !== 'INVITE') return undefined;
      if (scene.credentials(request) !== 'right') return [unauthorized(request, digests({ qop: 'auth-int' })(scene))];
      return request.method === 'REGISTER' ? [scene.accept(request)] : undefined;
    },
  },
  'rejects-password': {
    title: 'forbids whoever shows a password',
    ...rejecting((request) => responseTo(request, 403, 'Forbidden', { toTag: token() })),
  },
  'rejects-password-by-challenge': {
    title: 'rejects every password with the same challenge',
    ...rejecting((request, scene) => unauthorized(request, digests({ nonce: nonceOf(scene) })(scene))),
  },
} as const satisfies Record<string, SipScript>;
