/** What can be read of a request, and said to it, without a SIP stack. */
import { randomBytes } from 'node:crypto';
import { fieldName } from './field-names.ts';

export interface BareRequest {
  method: string;
  /** Host of the From URI, lower case; empty where there is none that can be read. */
  domain: string;
  /** Header lines that a response repeats (RFC 3261 §8.2.6.2). */
  copied: string[];
}

/** Null for what is no request. */
export function readRequest(text: string): BareRequest | null {
  const [start = '', ...lines] = (text.split('\r\n\r\n')[0] ?? '').replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const [, method] = /^([A-Z]+) \S+ SIP\/2\.0$/.exec(start) ?? [];
  if (method === undefined) return null;
  const headers = lines.map((line) => ({ name: fieldName(line.split(':')[0] ?? ''), line }));
  const from = headers.filter(({ name }) => name === 'from').map(({ line }) => line.slice(line.indexOf(':') + 1));
  const copied = headers.filter(({ name }) => ['via', 'from', 'to', 'call-id', 'cseq'].includes(name));
  // RFC 3261 §7.3.1: two From lines are none.
  const domain = from.length === 1 ? domainOf(from[0]!) : '';
  return { method, domain, copied: copied.map(({ line }) => line) };
}

/** A display name may hold anything, also what looks like a URI. */
function domainOf(from: string): string {
  const unquoted = from.replace(/"(?:\\.|[^"\\])*"/g, '');
  const uri = /<([^>]*)>/.exec(unquoted)?.[1] ?? (unquoted.split(';')[0] ?? '').trim();
  const [, host = ''] = /^sips?:(?:[^@]*@)?(\[[0-9a-f:.]+\]|[^\s:;?@[\]]+)(?::\d+)?(?:[;?].*)?$/i.exec(uri) ?? [];
  return host.replace(/^\[|\]$/g, '').toLowerCase();
}

/** @param fields header lines of its own */
export function bareResponse(
  { copied }: Pick<BareRequest, 'copied'>,
  status: string,
  fields: readonly string[] = [],
): string {
  const lines = copied.map((line) =>
    /^(?:to|t)\s*:/i.test(line) && !/;\s*tag=/i.test(line) ? `${line};tag=${randomBytes(4).toString('hex')}` : line,
  );
  return [`SIP/2.0 ${status}`, ...lines, ...fields, 'Content-Length: 0', '', ''].join('\r\n');
}
