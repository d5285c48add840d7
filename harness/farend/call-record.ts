/** The evidence of one call while it grows. */
import type { Call, CallStep, Description, SrtpPolicy } from '../evidence.ts';
import { describeForEvidence } from '../wire/sdp/description-evidence.ts';
import { toEvidence } from '../wire/sdp/sdp.ts';
import { header, parameter, type SipMessage } from '../wire/sip/message.ts';

const keptLines = 100;
const keptDescriptions = 40;

export class CallRecord {
  callId: string | null = null;
  readonly origin = performance.now();
  readonly call: Call;
  /** Requests that can carry an offer, by side and CSeq, and whether they did. */
  readonly #asked = new Map<string, boolean>();
  #settled = false;

  constructor(direction: Call['direction'], devicePolicy: SrtpPolicy, farPolicy: SrtpPolicy, script?: string) {
    this.call = {
      direction,
      devicePolicy,
      farPolicy,
      ...(script && { script }),
      offer: null,
      answer: null,
      status: null,
      ended: { by: 'none', how: 'none', at: null },
      fromDevice: { srtp: 0, plain: 0, undecipherable: 0, rtcp: 0, firstAt: null },
      toDevice: { packets: 0 },
      tone: null,
      probes: [],
      packets: [],
      ladder: [],
      descriptions: [],
      steps: [],
      elsewhere: 0,
    };
  }

  now(): number {
    return Math.round(performance.now() - this.origin);
  }

  /** Messages of other calls are left out. */
  observe(message: SipMessage, sent: boolean): void {
    if (header(message, 'Call-ID') !== this.callId) return;
    const from = sent ? 'far-end' : author(message);
    if (this.call.ladder.length < keptLines) {
      this.call.ladder.push({ at: this.now(), from, line: message.startLine.slice(0, 200) });
    }
    if (from !== 'proxy') this.#read(message, from);
  }

  begin(name: string, asked: string | null): CallStep {
    const fromDevice = { srtp: 0, plain: 0, undecipherable: 0, rtcp: 0, formerKey: 0 };
    const step = { name, at: this.now(), asked, status: null, lasted: 0, fromDevice, toDevice: { packets: 0 } };
    this.call.steps.push(step);
    return step;
  }

  end(by: 'device' | 'far-end', how: Call['ended']['how']): void {
    if (this.call.ended.how === 'none') this.call.ended = { by, how, at: this.now() };
  }

  get ended(): boolean {
    return this.call.ended.how !== 'none';
  }

  /** RFC 3261 §13.2.1: an INVITE without a description is offered to in its response and answered in the ACK. */
  #read(message: SipMessage, from: Description['from']): void {
    const [number = '', method = ''] = (header(message, 'CSeq') ?? '').trim().split(/\s+/);
    const described = message.body.length > 0 && /sdp/i.test(header(message, 'Content-Type') ?? 'sdp');
    const asker = message.method === null ? (from === 'device' ? 'far-end' : 'device') : from;
    if (message.method === 'INVITE' || message.method === 'UPDATE') this.#asked.set(`${asker} ${number}`, described);
    if (!described || !['INVITE', 'UPDATE', 'ACK'].includes(method)) return;
    const offered = this.#asked.get(`${asker} ${number}`) ?? false;
    const role = message.method === 'ACK' || (message.method === null && offered) ? 'answer' : 'offer';
    this.#keep(message, from, role, message.body.toString());
  }

  #keep(message: SipMessage, from: Description['from'], role: Description['role'], text: string): void {
    const { call } = this;
    const name = placeOf(message);
    const tag = message.method === null ? (parameter(header(message, 'To') ?? '', 'tag') ?? null) : null;
    const described = describeForEvidence(text);
    const last = call.descriptions.at(-1);
    // The INVITE that is sent once more with credentials.
    const repeated = last?.from === from && last.in === name && last.tag === tag && last.text === described.text;
    if (!repeated && call.descriptions.length < keptDescriptions) {
      call.descriptions.push({ at: this.now(), from, role, in: name, tag, ...described });
    }
    if (role === 'offer') call.offer ??= toEvidence(text);
    else if (!this.#settled) call.answer = toEvidence(text);
    if (role === 'answer' && (message.method === 'ACK' || (message.status ?? 0) >= 200)) this.#settled = true;
  }
}

function placeOf(message: SipMessage): string {
  if (message.method === null) return String(message.status);
  const within = parameter(header(message, 'To') ?? '', 'tag') !== undefined;
  return message.method === 'INVITE' && within ? 're-INVITE' : message.method;
}

/** Kamailio names itself in the answers it gives itself; 100, 407 and 483 are of a proxy in any case. */
export function author(message: SipMessage): 'device' | 'proxy' {
  const ofProxy = [100, 407, 483].includes(message.status ?? 0) || /kamailio/i.test(header(message, 'Server') ?? '');
  return message.status !== null && ofProxy ? 'proxy' : 'device';
}
