/** What a device with a flaw does with a message before it is looked at any further. */
import type { FlawName, Flaws } from '../flaws.ts';
import { bareResponse } from './bare-message.ts';
import { type RequestHead, valuesOf } from './request-head.ts';

/** What the flaw takes for a fault of the sender, and answers with 400, or 483 where it has other reasons. */
const strictness: Readonly<Partial<Record<FlawName, (request: RequestHead) => boolean>>> = {
  'refuses-folded-fields': ({ fields }) => fields.some(({ folded }) => folded),
  'refuses-escaped-octets': (request) => /%[0-9a-f]{2}/i.test([request.uri, ...valuesOf(request, 'to')].join(' ')),
  'refuses-tight-display-names': (request) => /[^\s<]</.test([...valuesOf(request, 'from')].join(' ')),
  'refuses-long-fields': ({ fields }) => fields.some(({ value }) => value.length > 255),
  'refuses-semicolons-in-users': ({ uri }) => /;.*@/.test(uri),
  'refuses-unknown-transports': (request) =>
    valuesOf(request, 'via').some((via) => !/^SIP *\/ *2\.0 *\/ *(?:UDP|TCP|TLS|SCTP)\b/i.test(via)),
};

const ignorance: Readonly<Partial<Record<FlawName, (request: RequestHead) => boolean>>> = {
  'ignores-requests-without-branch': (request) =>
    !/;\s*branch\s*=\s*z9hG4bK[^\s;,]/.test(valuesOf(request, 'via')[0] ?? ''),
  'ignores-ipv6-references': ({ uri, fields }) =>
    /\[[0-9a-f:.]+\]/i.test([uri, ...fields.map((one) => one.value)].join(' ')),
};

const firstOf = (table: typeof strictness, request: RequestHead, flaws: Flaws): boolean =>
  Object.entries(table).some(([flaw, applies]) => flaws.has(flaw as FlawName) && applies(request));

/** The status by which it refuses what it should take; null where it has nothing against it. */
export function undueRefusal(request: RequestHead, flaws: Flaws): string | null {
  if (firstOf(strictness, request, flaws)) return '400 Bad Request';
  const isSpent = valuesOf(request, 'max-forwards')[0] === '0';
  return flaws.has('counts-hops-as-a-proxy') && isSpent ? '483 Too Many Hops' : null;
}

/** Whether it leaves a request alone that it should answer. */
export const isIgnored = (request: RequestHead, flaws: Flaws): boolean => firstOf(ignorance, request, flaws);

/** A Date is in GMT (RFC 3261 §20.17); a Request-URI has no header fields (§19.1.1). */
export const isOddlyMade = (request: RequestHead): boolean =>
  valuesOf(request, 'date').some((date) => !/GMT$/.test(date)) || /\?/.test(request.uri.replace(/^[^@]*@/, ''));

/** An answer to a response, which no RFC knows; null where the response is one to a request of the device, which has rport. */
export function answerToResponse(text: string): string | null {
  const end = text.indexOf('\r\n\r\n');
  const head = text.slice(0, end);
  if (/^Via[ \t]*:[^\r\n]*;[ \t]*rport\b/im.test(head)) return null;
  return bareResponse({ copied: head.split('\r\n').filter(isRepeated) }, '481 Transaction Does Not Exist');
}

const isRepeated = (line: string): boolean => /^(?:Via|From|To|Call-ID|CSeq)[ \t]*:/i.test(line);
