/** What it does with sips: (RFC 3261 §26, RFC 5630). */
import { randomBytes } from 'node:crypto';
import { isWithinDialog, sdpField } from '../../../farend/dialog.ts';
import { responseTo, type SipMessage } from '../../../wire/sip/message.ts';
import { quietOffer } from '../questions.ts';
import { callAndEnd, naming } from '../script-parts.ts';
import type { SipScript } from '../sip-script.ts';

type Scheme = 'sip' | 'sips';

/** Refuses a call to sips:; one to sip: is left to the registrar, which takes it. */
const refusing =
  (status: number, reason: string, ...fields: [string, string][]): NonNullable<SipScript['answer']> =>
  (request) => {
    const isSecureCall = request.method === 'INVITE' && /^sips:/i.test(request.uri ?? '') && !isWithinDialog(request);
    return isSecureCall
      ? [responseTo(request, status, reason, { toTag: randomBytes(8).toString('hex'), headers: fields })]
      : undefined;
  };

/** A request of the registrar's own with everybody in it named by that scheme. */
function inScheme(scheme: Scheme, message: SipMessage): SipMessage {
  const renamed = (text: string): string => text.replace(/(^|<)sips?:/i, `$1${scheme}:`);
  const uri = renamed(message.uri ?? '');
  const headers = message.headers.map(({ name, value }) => ({
    name,
    value: ['From', 'To', 'Contact'].includes(name) ? renamed(value) : value,
  }));
  return { ...message, uri, startLine: `${message.method ?? ''} ${uri} SIP/2.0`, headers };
}

/** Calls the device by its contact in that scheme, and ends the call where it is taken. */
const calling =
  (scheme: Scheme): NonNullable<SipScript['registered']> =>
  (scene) =>
    callAndEnd(scene, inScheme(scheme, scene.request('INVITE', [sdpField], quietOffer)));

/** RFC 3608: the answer to a registration names a route for what the device sends into the domain. */
const routing = (scheme: Scheme): NonNullable<SipScript['respond']> =>
  naming(({ domain }) => [['Service-Route', `<${scheme}:${domain};lr>`]]);

const secureContact = (domain: string): [string, string] => ['Contact', `<sips:bench@${domain}>`];

export const secureUris = {
  'moves-secure-calls-to-sip': {
    title: 'redirects a call to sips: to sip:',
    answer: (request, scene) =>
      refusing(302, 'Moved Temporarily', ['Contact', `<sip:bench@${scene.domain}>`])(request, scene),
  },
  'knows-no-sips': {
    title: 'answers a call to sips: with 416',
    answer: refusing(416, 'Unsupported URI Scheme'),
  },
  'wants-no-sips': {
    title: 'answers a call to sips: with 480 and Warning 380',
    answer: (request, scene) =>
      refusing(480, 'Temporarily Unavailable', ['Warning', `380 ${scene.domain} "SIPS Not Allowed"`])(request, scene),
  },
  'calls-by-sips': { title: 'calls sips: down the connection of the registration', registered: calling('sips') },
  'calls-by-sip': { title: 'calls sip: down the connection of the registration', registered: calling('sip') },
  'renews-secure-call': {
    title: 'sends a re-INVITE in a call to sips:',
    called: async (call, scene) => {
      const offer = quietOffer.replace('o=- 1 1', 'o=- 1 2');
      await scene.ask(call.request('INVITE', [secureContact(scene.domain), sdpField], offer));
    },
  },
  'refers-secure-call-to-sip': {
    title: 'asks the device to call sip:, in a call to sips:',
    called: async (call, scene) => {
      const fields = [secureContact(scene.domain), ['Refer-To', `<sip:bench@${scene.domain}>`]] as const;
      await scene.ask(call.request('REFER', fields));
      await scene.next(({ method }) => method === 'INVITE');
    },
    lasts: 500,
  },
  'routes-by-sip': { title: 'names a route of sip: to registered devices', respond: routing('sip') },
  'routes-by-sips': { title: 'names a route of sips: to registered devices', respond: routing('sips') },
} as const satisfies Record<string, SipScript>;
