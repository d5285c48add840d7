/**
 * SIP messages as data (RFC 3261 §7): parse, write, look up, build. Nothing is normalised beyond line folding, so a
 * message that was read and written again differs in Content-Length at most.
 */
export interface SipHeader {
  name: string;
  value: string;
}

export interface SipMessage {
  /** Exactly as read; for built messages it follows from the other fields. */
  startLine: string;
  /** Null in responses. */
  method: string | null;
  uri: string | null;
  /** Null in requests. */
  status: number | null;
  reason: string | null;
  headers: SipHeader[];
  body: Buffer;
}

/** The bytes are no SIP message. */
export class SipSyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SipSyntaxError';
  }
}

export const headerEnd = Buffer.from('\r\n\r\n');
const maximumHeaders = 256;

/** Compact forms: RFC 3261 §7.3.3 and the later registrations of the IANA list. */
const compactForms: Record<string, string> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
};

/**
 * Parses one whole message. Bytes beyond Content-Length are dropped (RFC 3261 §18.3); without Content-Length the body
 * reaches to the end. Throws SipSyntaxError for anything that is no message, also for a body that is too short.
 */
export function parseSip(bytes: Buffer): SipMessage {
  const end = bytes.indexOf(headerEnd);
  if (end < 0) throw new SipSyntaxError('no empty line after the headers');
  const message = parseHead(bytes.subarray(0, end));
  const rest = bytes.subarray(end + headerEnd.length);
  const length = contentLength(message);
  if (length !== null && rest.length < length) {
    throw new SipSyntaxError(`the body has ${rest.length} bytes, Content-Length says ${length}`);
  }
  message.body = Buffer.from(length === null ? rest : rest.subarray(0, length));
  return message;
}

/** Start line and headers without the empty line; the body of the result is empty. Throws SipSyntaxError. */
export function parseHead(bytes: Buffer): SipMessage {
  // RFC 3261 §7.3.1: a line that begins with white space continues the one before.
  const [startLine = '', ...lines] = bytes
    .toString('utf8')
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  if (lines.length > maximumHeaders) throw new SipSyntaxError(`more than ${maximumHeaders} header lines`);
  const headers = lines.map((line) => {
    const match = /^([!%'*+\-.0-9A-Z_`a-z~]+)[ \t]*:[ \t]*([^]*?)[ \t]*$/.exec(line);
    if (!match) throw new SipSyntaxError(`no header line: ${quote(line)}`);
    return { name: match[1] ?? '', value: match[2] ?? '' };
  });
  const response = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/.exec(startLine);
  if (response) {
    const [, status = '', reason = ''] = response;
    return { startLine, method: null, uri: null, status: Number(status), reason, headers, body: Buffer.alloc(0) };
  }
  const request = /^([!%'*+\-.0-9A-Z_`a-z~]+) (\S+) SIP\/2\.0$/.exec(startLine);
  if (!request) throw new SipSyntaxError(`no SIP start line: ${quote(startLine)}`);
  const [, method = '', uri = ''] = request;
  return { startLine, method, uri, status: null, reason: null, headers, body: Buffer.alloc(0) };
}

/** Content-Length in bytes, null when there is none; throws SipSyntaxError when it is no number or given twice unlike. */
export function contentLength(message: SipMessage): number | null {
  const values = new Set(headers(message, 'Content-Length'));
  if (values.size === 0) return null;
  const [value = ''] = values;
  if (values.size > 1 || !/^\d{1,9}$/.test(value)) {
    throw new SipSyntaxError(`Content-Length is no number: ${quote([...values].join(' | '))}`);
  }
  return Number(value);
}

/** Bytes for the wire; Content-Length is set to that of the body, in its place or as the last header. */
export function writeSip(message: SipMessage): Buffer {
  const length = { name: 'Content-Length', value: String(message.body.length) };
  const kept = message.headers.filter((each) => canonical(each.name) !== 'content-length');
  const at = message.headers.findIndex((each) => canonical(each.name) === 'content-length');
  kept.splice(at < 0 ? kept.length : at, 0, length);
  const lines = [message.startLine, ...kept.map((each) => `${each.name}: ${each.value}`)];
  return Buffer.concat([Buffer.from(lines.join('\r\n')), headerEnd, message.body]);
}

/** Value of the first header of that name in its long or compact form, any case. */
export function header(message: SipMessage, name: string): string | undefined {
  return headers(message, name)[0];
}

/** Values of all headers of that name, one for each line, in order. */
export function headers(message: SipMessage, name: string): string[] {
  const wanted = canonical(name);
  return message.headers.filter((each) => canonical(each.name) === wanted).map((each) => each.value);
}

/** Like `headers`, but with `a, b` on one line taken apart (RFC 3261 §7.3.1); commas in quotes and <> do not separate. */
export function headerItems(message: SipMessage, name: string): string[] {
  return headers(message, name)
    .flatMap((value) => value.match(/(?:"(?:\\.|[^"\\])*"|<[^>]*>|[^,"<]|["<])+/g) ?? [])
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** A header parameter such as `tag` of From or `branch` of Via; undefined when it is not there. */
export function parameter(value: string, name: string): string | undefined {
  const outside = value.replace(/"(?:\\.|[^"\\])*"/g, '""').replace(/<[^>]*>/g, '');
  return new RegExp(`;\\s*${name}\\s*=\\s*([^;,\\s]+)`, 'i').exec(outside)?.[1];
}

/** The URI of a From, To, Contact, Route or Record-Route value, without angle brackets and header parameters. */
export function addressUri(value: string): string {
  const bracketed = /<([^>]*)>/.exec(value.replace(/"(?:\\.|[^"\\])*"/g, ''));
  return bracketed?.[1] ?? (value.split(';')[0] ?? '').trim();
}

export function request(
  method: string,
  uri: string,
  fields: readonly (readonly [name: string, value: string])[],
  body: Buffer | string = '',
): SipMessage {
  return {
    startLine: `${method} ${uri} SIP/2.0`,
    method,
    uri,
    status: null,
    reason: null,
    headers: fields.map(([name, value]) => ({ name, value })),
    body: Buffer.from(body),
  };
}

export interface ResponseOptions {
  /** Put into To unless the request already has one there. */
  toTag?: string;
  headers?: readonly (readonly [name: string, value: string])[];
  body?: Buffer | string;
}

/** A response with the fields that RFC 3261 §8.2.6.2 (and §12.1.1 for Record-Route) copies from the request. */
export function responseTo(to: SipMessage, status: number, reason: string, options: ResponseOptions = {}): SipMessage {
  const copied = ['via', 'record-route', 'from', 'to', 'call-id', 'cseq'];
  const kept = to.headers
    .filter((each) => copied.includes(canonical(each.name)))
    .filter((each) => canonical(each.name) !== 'record-route' || (status > 100 && status < 300))
    .map((each) =>
      canonical(each.name) === 'to' && options.toTag && !parameter(each.value, 'tag')
        ? { name: each.name, value: `${each.value};tag=${options.toTag}` }
        : { ...each },
    );
  return {
    startLine: `SIP/2.0 ${status} ${reason}`,
    method: null,
    uri: null,
    status,
    reason,
    headers: [...kept, ...(options.headers ?? []).map(([name, value]) => ({ name, value }))],
    body: Buffer.from(options.body ?? ''),
  };
}

function canonical(name: string): string {
  const lower = name.toLowerCase();
  return compactForms[lower] ?? lower;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text);
}
