/** What becomes of a message before sip.js sees it: sip.js drops without a word what it cannot read, and asks little. */
import { Parser } from 'sip.js/lib/core/messages/parser.js';
import type { Logger } from 'sip.js/lib/core/log/logger.js';
import type { Flaws } from '../flaws.ts';
import { bareResponse } from './bare-message.ts';
import { answerToResponse, isIgnored, isOddlyMade, undueRefusal } from './flawed-reading.ts';
import { readRequestHead, repeatedLines, type RequestHead } from './request-head.ts';
import { rules } from './request-rules.ts';

/** Null: it is for sip.js. `end` and `stall` are what flaws come to. */
export type Inspected = { answer: string } | 'drop' | 'end' | 'stall' | null;

export function inspect(text: string, flaws: Flaws): Inspected {
  const request = readRequestHead(text);
  if (!request) return inspectOther(text, flaws);
  const isReadable = isReadableToStack(text);
  if (!isReadable || isOddlyMade(request) || request.fields.length < fewestFields) {
    if (flaws.has('breaks-down-on-malformed-messages')) return 'end';
    if (flaws.has('stalls-at-malformed-messages')) return 'stall';
  }
  // RFC 3261 §17.1.1.3: an ACK is never answered.
  if (request.method === 'ACK') return isReadable ? null : 'drop';
  if (isIgnored(request, flaws)) return 'drop';
  const undue = undueRefusal(request, flaws);
  if (undue !== null) return answer(request, undue);
  for (const { without, instead, refuses } of rules) {
    const refusal = refuses(request);
    if (!refusal) continue;
    const isFlawed = without !== null && flaws.has(without);
    if (isFlawed && !instead) continue;
    const { status, fields } = isFlawed && instead ? instead : refusal;
    return answer(request, status, fields);
  }
  return isReadable ? null : answer(request, '400 Bad Request');
}

/** Via, From, To, Call-ID and CSeq. */
const fewestFields = 5;

const answer = (request: RequestHead, status: string, fields: readonly string[] = []): { answer: string } => ({
  answer: bareResponse({ copied: repeatedLines(request) }, status, fields),
});

function inspectOther(text: string, flaws: Flaws): Inspected {
  const unasked = flaws.has('answers-stray-responses') && text.startsWith('SIP/') ? answerToResponse(text) : null;
  return unasked === null ? null : { answer: unasked };
}

/** Whatever sip.js says of it, it says again when it drops it. */
const silent = { warn: () => undefined, error: () => undefined } as unknown as Logger;

function isReadableToStack(text: string): boolean {
  try {
    const message = Parser.parseMessage(text, silent);
    return message !== undefined && 'ruri' in message && message.ruri !== undefined;
  } catch {
    return false;
  }
}
