/** A SIP message as the text that it is on the wire: what the device reads and writes of it before or behind sip.js. */
import { bareResponse, readRequest } from './bare-message.ts';
import { fieldName, formsOf } from './field-names.ts';

const lineOf = (name: string): RegExp =>
  new RegExp(`^(${formsOf(name).join('|')})([ \\t]*:[ \\t]*)([^\\r\\n]*(?:\\r\\n[ \\t]+[^\\r\\n]*)*)`, 'gim');

/** Where the headers end: behind the last of them, before the empty line. */
const headEnd = (message: string): number => {
  const end = message.indexOf('\r\n\r\n');
  return end < 0 ? message.length : end;
};

/** Method and Request-URI; null for a response and for what is neither. */
export function requestLine(message: string): { method: string; uri: string } | null {
  const [, method, uri] = /^([^\s:]+) (\S+) SIP\/2\.0\r\n/i.exec(message) ?? [];
  return method !== undefined && uri !== undefined ? { method, uri } : null;
}

/** Of a response; empty for a request. */
export const statusOf = (message: string): string => /^SIP\/2\.0 (\d{3}) /i.exec(message)?.[1] ?? '';

/** Values of all fields of that name, long or compact, in order. */
export const fieldsOf = (message: string, name: string): string[] =>
  [...message.slice(0, headEnd(message)).matchAll(lineOf(name))].map(([, , , value]) => (value ?? '').trim());

/** The first of them; empty where there is none. */
export const fieldOf = (message: string, name: string): string => fieldsOf(message, name)[0] ?? '';

/** The method of a message, that of a response by its CSeq. */
export const methodOf = (message: string): string =>
  requestLine(message)?.method ?? /\S+$/.exec(fieldOf(message, 'CSeq'))?.[0] ?? '';

/** Whether it is a request within a dialog (RFC 3261 §12.2). */
export const isInDialog = (message: string): boolean => /;[ \t]*tag[ \t]*=/i.test(fieldOf(message, 'To'));

/** The message with another value in each field of that name. */
export function withFields(message: string, name: string, change: (value: string) => string): string {
  const end = headEnd(message);
  const head = message.slice(0, end).replace(lineOf(name), (_line, written: string, colon: string, value: string) => {
    return `${written}${colon}${change(value)}`;
  });
  return head + message.slice(end);
}

/** The message with one more header line, the first of all. */
export const withLine = (message: string, line: string): string => message.replace('\r\n', () => `\r\n${line}\r\n`);

/** The message without its fields of that name. */
export function withoutFields(message: string, name: string): string {
  const end = headEnd(message);
  const [start = '', ...lines] = message
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  const kept = lines.filter((line) => fieldName(line.split(':', 1)[0] ?? '') !== name.toLowerCase());
  return [start, ...kept].join('\r\n') + message.slice(end);
}

export const withRequestUri = (message: string, uri: string): string =>
  message.replace(/^([^\s:]+) \S+ /, (_line, method: string) => `${method} ${uri} `);

/** A response to a request, with header lines of its own; empty for what is no request. */
export function answerTo(message: string, status: string, fields: readonly string[] = []): string {
  const request = readRequest(message);
  return request === null ? '' : bareResponse(request, status, fields);
}
