/** The evidence of one call while it grows. */
import type { Call, SrtpPolicy } from '../evidence.ts';
import { header, type SipMessage } from '../wire/sip/message.ts';

const keptLines = 100;

export class CallRecord {
  callId: string | null = null;
  readonly origin = performance.now();
  readonly call: Call;

  constructor(direction: Call['direction'], devicePolicy: SrtpPolicy, farPolicy: SrtpPolicy) {
    this.call = {
      direction,
      devicePolicy,
      farPolicy,
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
    };
  }

  now(): number {
    return Math.round(performance.now() - this.origin);
  }

  /** Messages of other calls are left out. */
  observe(message: SipMessage, sent: boolean): void {
    if (header(message, 'Call-ID') !== this.callId || this.call.ladder.length >= keptLines) return;
    const from = sent ? 'far-end' : author(message);
    this.call.ladder.push({ at: this.now(), from, line: message.startLine.slice(0, 200) });
  }

  end(by: 'device' | 'far-end', how: Call['ended']['how']): void {
    if (this.call.ended.how === 'none') this.call.ended = { by, how, at: this.now() };
  }

  get ended(): boolean {
    return this.call.ended.how !== 'none';
  }
}

/** Kamailio names itself in the answers it gives itself; 100, 407 and 483 are of a proxy in any case. */
export function author(message: SipMessage): 'device' | 'proxy' {
  const ofProxy = [100, 407, 483].includes(message.status ?? 0) || /kamailio/i.test(header(message, 'Server') ?? '');
  return message.status !== null && ofProxy ? 'proxy' : 'device';
}
