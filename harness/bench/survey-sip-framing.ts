/**
 * SIP requests that are cut and joined in records as no client does it: RFC 3261 §18.3 finds messages by their own
 * length, and RFC 8446 §5.1 gives the bounds of records no meaning. Each request must be answered exactly once.
 */
import { connect, type TLSSocket } from 'node:tls';
import { sipHost, type Address } from '../lab/lab.ts';
import type { SipFraming } from '../survey-facts.ts';
import { SipFramer } from '../wire/sip/framer.ts';
import { header, writeSip, type SipMessage } from '../wire/sip/message.ts';
import { visitorRequest } from './visitor-request.ts';

/** Octets of a record of the first kind: no line of SIP is as short. */
const fewOctets = 7;
/** How long nothing must have come after the last answer, for one more to be ruled out, ms. */
const settledMs = 100;

/** One connection each. @param window how long answers are waited for, ms */
export async function sipFramings(target: Address, window: number): Promise<SipFraming[]> {
  return [
    await conversation(target, window, 'one message over many records', 1),
    await conversation(target, window, 'many messages in one record', 3),
  ];
}

async function conversation(
  target: Address,
  window: number,
  how: SipFraming['how'],
  messages: number,
): Promise<SipFraming> {
  const began = performance.now();
  const tls = connect({ ...target, servername: sipHost, rejectUnauthorized: false, ciphers: 'DEFAULT:@SECLEVEL=0' });
  const framer = new SipFramer();
  let closed = false;
  let requests: SipMessage[] = [];
  let records = 0;
  const answers: number[] = [];
  await new Promise<void>((resolve) => {
    let timer = setTimeout(resolve, window);
    const end = (): void => {
      closed = true;
      clearTimeout(timer);
      resolve();
    };
    tls.on('error', end).on('end', end).on('close', end);
    tls.on('data', (bytes: Buffer) => {
      for (const message of framer.push(bytes)) {
        if (message.status === null || message.status < 200) continue;
        const callId = header(message, 'call-id');
        answers.push(1 + requests.findIndex((one) => header(one, 'call-id') === callId));
      }
      if (answers.length < messages) return;
      clearTimeout(timer);
      timer = setTimeout(resolve, settledMs);
    });
    tls.once('secureConnect', () => {
      requests = Array.from({ length: messages }, () => visitorRequest('OPTIONS', sipHost, tls));
      const bytes = Buffer.concat(requests.map(writeSip));
      const parts = messages === 1 ? inParts(bytes) : [bytes];
      records = parts.length;
      void write(tls, parts);
    });
  });
  tls.destroy();
  return { how, records, messages, answers, closed, lasted: Math.round(performance.now() - began) };
}

/** Each write is a record of its own, once the one before has left. */
async function write(tls: TLSSocket, parts: readonly Buffer[]): Promise<void> {
  for (const part of parts) await new Promise<void>((sent) => void tls.write(part, () => sent()));
}

function inParts(bytes: Buffer): Buffer[] {
  const parts = [];
  for (let at = 0; at < bytes.length; at += fewOctets) parts.push(bytes.subarray(at, at + fewOctets));
  return parts;
}
