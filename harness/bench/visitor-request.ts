/** The request that a visitor sends to the device's own listener: with Call-ID, branch and tag of its own. */
import { randomBytes } from 'node:crypto';
import { isIPv6, type Socket } from 'node:net';
import type { Visit } from '../evidence.ts';
import { quietOffer } from '../lab/peers/questions.ts';
import { request, type SipMessage } from '../wire/sip/message.ts';

export interface VisitorRequestOptions {
  /** TLS when left out. */
  over?: 'udp' | 'tcp';
  /** `host:port` that it says it is reached at over this connection (RFC 5923 §5); where it is otherwise. */
  claims?: string;
}

/** Both ends of the way to the device. */
export type Ends = Pick<Socket, 'localAddress' | 'localPort' | 'remoteAddress' | 'remotePort'>;

const bodies = {
  OPTIONS: { type: null, body: '' },
  MESSAGE: { type: 'text/plain', body: 'hello' },
  INVITE: { type: 'application/sdp', body: quietOffer },
} as const;

export function visitorRequest(
  method: Visit['request']['method'],
  domain: string,
  ends: Ends,
  { over, claims }: VisitorRequestOptions = {},
): SipMessage {
  const [own, its] = [inUri(ends.localAddress ?? ''), inUri(ends.remoteAddress ?? '')];
  const transport = over ?? 'tls';
  const sentBy = claims ?? `${own}:${ends.localPort}`;
  const target = `sip:${its}:${ends.remotePort};transport=${transport}`;
  const { type, body } = bodies[method];
  const alias = claims === undefined ? '' : ';alias';
  const fields = [
    ['Via', `SIP/2.0/${transport.toUpperCase()} ${sentBy};branch=z9hG4bK${token()};rport${alias}`],
    ['Max-Forwards', '70'],
    ['From', `<sip:visitor@${inUri(domain)}>;tag=${token()}`],
    ['To', `<${target}>`],
    ['Call-ID', token()],
    ['CSeq', `1 ${method}`],
    ...(method === 'INVITE'
      ? [['Contact', `<sip:visitor@${own}:${ends.localPort};transport=${transport}>`] as const]
      : []),
    type === null ? (['Accept', 'application/sdp'] as const) : (['Content-Type', type] as const),
  ] as const;
  return request(method, target, fields, body);
}

const inUri = (host: string): string => (isIPv6(host) ? `[${host}]` : host);
const token = (): string => randomBytes(8).toString('hex');
