/** Evidence of connections made by hand, for the tests of the judges about them. */
import type { ApplicationData, Attempt, Connection, Evidence } from '../../../evidence.ts';
import type { Finding, Judge, JudgeContext } from '../../../requirement.ts';
import { attempt, connection, evidence } from '../../evidence.sample.ts';

export const context = (row: object = {}): JudgeContext => ({
  requirement: 'CONN',
  case: { id: 'X', title: 'x', requirement: 'CONN', serves: {}, expect: {}, ...row },
  service: 'sip',
  trust: 'M2',
});
export const verdict = (judge: Judge, seen: Evidence, row: object = {}): Finding['verdict'] =>
  judge(seen, context(row)).verdict;

export type Line = [at: number, from: 'device' | 'lab', start: string, ...fields: string[]];

/** A message of few fields; its transaction is its Call-ID. */
export function said([at, from, start, ...fields]: Line): ApplicationData {
  if (start === '') return { at, from, bytes: Number(fields[0] ?? 4), kind: 'keep-alive', text: '\r\n\r\n' };
  const [first = '', second = ''] = start.split(' ');
  const kind = first === 'SIP/2.0' ? `SIP ${second}` : `SIP ${first}`;
  return { at, from, bytes: 300, kind, text: [start, ...fields, '', ''].join('\r\n') };
}

export const request = (at: number, from: 'device' | 'lab', method: string, id: string, ...more: string[]): Line => [
  at,
  from,
  `${method} sip:x SIP/2.0`,
  `Via: SIP/2.0/TLS x;branch=z9hG4bK${id}`,
  `Call-ID: ${id}`,
  `CSeq: 1 ${method}`,
  'Content-Length: 0',
  ...more,
];
export const response = (at: number, from: 'device' | 'lab', status: number, method: string, id: string): Line => [
  at,
  from,
  `SIP/2.0 ${status} X`,
  `Via: SIP/2.0/TLS x;branch=z9hG4bK${id}`,
  `Call-ID: ${id}`,
  `CSeq: 1 ${method}`,
  'Content-Length: 0',
];

export const open = { by: 'open', how: 'none', at: null } as const;
export const byDevice = (at: number) => ({ by: 'device', how: 'fin', at }) as const;
export const byLab = (at: number) => ({ by: 'lab', how: 'rst', at }) as const;

export const over = (lines: Line[], partial: Partial<Connection> = {}): Connection =>
  connection({ closed: open, ...partial, application: lines.map(said) });
export const register: Line[] = [request(10, 'device', 'REGISTER', 'r'), response(12, 'lab', 200, 'REGISTER', 'r')];
export const flow = (...lines: Line[]): Connection => over([...register, ...lines]);

export const short = { keepAlive: 1, retry: 0.4 };
export function tried(connections: Connection[], partial: Partial<Attempt> = {}): Evidence {
  const made = evidence({ attempts: [attempt('case', connections, partial)] });
  return { ...made, settings: { ...made.settings, timings: short } };
}
export const silent = tried([over([request(10, 'device', 'REGISTER', 'r')])]);
