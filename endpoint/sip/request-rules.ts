/**
 * What a request must be before it is worth more thought (RFC 3261 §8.2.1 to §8.2.3), in the order in which it is asked; what
 * sip.js does not ask, or answers by silence. Each rule has the flaw of a device that does not know it.
 */
import type { FlawName } from '../flaws.ts';
import { type RequestHead, valuesOf } from './request-head.ts';

export interface Refusal {
  /** Status and reason; a 2xx where a flaw takes the request instead. */
  status: string;
  /** Header lines of the response. */
  fields: readonly string[];
}

interface Rule {
  without: FlawName | null;
  /** What a device with the flaw says; it goes on where this is left out. */
  instead?: Refusal;
  refuses: (request: RequestHead) => Refusal | null;
}

const refusal = (status: string, ...fields: readonly string[]): Refusal => ({ status, fields });

const served = 'INVITE, ACK, CANCEL, BYE, OPTIONS, MESSAGE, INFO, NOTIFY, PRACK, REFER';
/** Those that an RFC knows, whether sip.js serves them or not. */
const known = [...served.split(', '), 'REGISTER', 'SUBSCRIBE', 'PUBLISH', 'UPDATE'];
const allow = `Allow: ${served}`;
const supported = ['outbound', '100rel'];
const ok = refusal('200 OK', allow);

/** RFC 3261 §8.1.1.5 and §20.22. */
const highestSequence = 2 ** 31;
const mostHops = 255;

/** Where RFC 3261 §20 allows one of a kind. */
const single = ['from', 'to', 'call-id', 'cseq', 'max-forwards', 'content-type'];
const mandatory = ['via', 'from', 'to', 'call-id', 'cseq'];

export const rules: readonly Rule[] = [
  {
    without: 'ignores-sip-version',
    refuses: ({ version }) => (version === '2.0' ? null : refusal('505 Version Not Supported')),
  },
  {
    without: null,
    refuses: (request) => {
      const missing = mandatory.find((name) => valuesOf(request, name).length === 0);
      return missing ? refusal(`400 Missing ${missing}`) : null;
    },
  },
  {
    without: 'takes-repeated-fields',
    refuses: (request) => {
      const repeated = single.find((name) => valuesOf(request, name).length > 1);
      return repeated ? refusal(`400 More than one ${repeated}`) : null;
    },
  },
  {
    without: 'answers-unknown-methods',
    instead: ok,
    refuses: ({ method }) => (known.includes(method) ? null : refusal('501 Not Implemented', allow)),
  },
  {
    without: 'acts-as-registrar',
    instead: ok,
    refuses: ({ method }) => (method === 'REGISTER' ? refusal('405 Method Not Allowed', allow) : null),
  },
  {
    without: null,
    refuses: (request) => {
      const number = Number(/^\d+/.exec(sequenceOf(request))?.[0] ?? NaN);
      return number < highestSequence ? null : refusal('400 Bad CSeq');
    },
  },
  {
    without: 'ignores-cseq-method',
    refuses: (request) =>
      sequenceOf(request).split(/\s+/).at(-1) === request.method ? null : refusal('400 CSeq of another method'),
  },
  {
    without: null,
    refuses: (request) => {
      const [hops = '70'] = valuesOf(request, 'max-forwards');
      return /^\d{1,9}$/.test(hops) && Number(hops) <= mostHops ? null : refusal('400 Bad Max-Forwards');
    },
  },
  {
    without: 'answers-any-scheme',
    instead: ok,
    refuses: ({ uri }) => {
      const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1];
      return scheme === undefined || /^sips?$/i.test(scheme) ? null : refusal('416 Unsupported URI Scheme');
    },
  },
  {
    without: 'ignores-required-extensions',
    refuses: (request) => {
      const unknown = tagsOf(request, 'require').filter((tag) => !supported.includes(tag));
      // RFC 3261 §8.2.2.3.
      if (unknown.length === 0 || request.method === 'CANCEL') return null;
      return refusal('420 Bad Extension', `Unsupported: ${unknown.join(', ')}`);
    },
  },
  {
    without: 'ignores-content-type',
    refuses: (request) => {
      const [type = ''] = valuesOf(request, 'content-type');
      const isForeign = request.method === 'INVITE' && request.hasBody && !/^application\/sdp\b/i.test(type);
      return isForeign ? refusal('415 Unsupported Media Type', 'Accept: application/sdp') : null;
    },
  },
  {
    without: 'ignores-accept',
    refuses: (request) => {
      const accepted = tagsOf(request, 'accept');
      const takes = accepted.some(
        (type) => /^(?:\*\/\*|application\/\*|application\/sdp)\b/i.test(type) || /^\*\/\*/.test(type),
      );
      return request.method !== 'INVITE' || accepted.length === 0 || takes ? null : refusal('406 Not Acceptable');
    },
  },
];

const sequenceOf = (request: RequestHead): string => valuesOf(request, 'cseq')[0] ?? '';

const tagsOf = (request: RequestHead, name: string): string[] =>
  valuesOf(request, name)
    .flatMap((value) => value.split(','))
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
