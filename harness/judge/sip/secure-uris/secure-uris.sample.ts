/** Evidence of calls and registrations of few fields, for the tests of the judges about sips:. */
import type { ApplicationData, Attempt, ClearText, Connection, Evidence } from '../../../evidence.ts';
import type { Judge, JudgeContext } from '../../../requirement.ts';
import { attempt, evidence, registered } from '../../evidence.sample.ts';

export const context: JudgeContext = { requirement: 'X', case: undefined, service: 'sip', trust: 'M2' };

export interface Said {
  from: 'device' | 'lab';
  start: string;
  fields?: Record<string, string>;
  /** Call-ID and CSeq, which a response repeats. */
  call?: string;
  sequence?: string;
}

/** Ten milliseconds after one another, from 100 on. */
export const said = (all: readonly Said[]): ApplicationData[] =>
  all.map(({ from, start, fields = {}, call = 'c', sequence }, index) => {
    const method = start.split(' ')[0] ?? '';
    const number = sequence ?? `1 ${method === 'ACK' ? 'INVITE' : method}`;
    const own = {
      Via: `SIP/2.0/TLS host;branch=z9hG4bK${call}${number.replace(' ', '')}`,
      To: '<sips:b@x>',
      From: '<sip:a@x>;tag=a',
      'Call-ID': call,
      CSeq: method === 'ACK' ? '1 ACK' : number,
      ...fields,
    };
    const head = Object.entries(own).map(([name, value]) => `${name}: ${value}\r\n`);
    const [, status] = /^SIP\/2\.0 (\d+)/.exec(start) ?? [];
    const text = `${start} SIP/2.0\r\n${head.join('')}\r\n`.replace(/^(SIP\/2\.0 .*) SIP\/2\.0/, '$1');
    return { at: 100 + 10 * index, from, bytes: text.length, kind: `SIP ${status ?? method}`, text };
  });

export const spoken = (...all: Said[]): Connection =>
  registered({
    application: [...registered().application, ...said(all)],
    closed: { by: 'open', how: 'none', at: null },
  });
export const of = (connections: Connection[], more: Partial<Attempt> = {}): Evidence =>
  evidence({ attempts: [attempt('control-before', [registered()]), attempt('case', connections, more)] });
export const verdict = (judge: Judge, ...all: Said[]): string => judge(of([spoken(...all)]), context).verdict;

export const invite = (scheme: string, contact = scheme, fields: Record<string, string> = {}): Said => ({
  from: 'device',
  start: `INVITE ${scheme}:b@x`,
  fields: { Contact: `<${contact}:d@h>`, ...fields },
});
export const answer = (status: number, fields: Record<string, string> = {}, sequence = '1 INVITE'): Said => ({
  from: 'lab',
  start: `SIP/2.0 ${status} X`,
  fields,
  sequence,
});
export const ack: Said = { from: 'device', start: 'ACK sips:b@x', sequence: '1 INVITE' };
export const within = { To: '<sips:b@x>;tag=b' };
export const clear: ClearText = { at: 150, transport: 'udp', port: 'sip', bytes: 9, kind: 'SIP INVITE', firstLine: '' };
