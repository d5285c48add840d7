/** A call to the device without TLS, over UDP or TCP, at the port of its listener: whether it is taken. */
import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import type { Visit } from '../evidence.ts';
import type { Address } from '../lab/lab.ts';
import { parseHead, type SipMessage, SipSyntaxError, writeSip } from '../wire/sip/message.ts';
import { farewell } from './visitor-farewell.ts';
import { visitorRequest, type Ends } from './visitor-request.ts';

export interface ClearVisitRequest {
  listener: Address;
  over: 'udp' | 'tcp';
  fromDomain: string;
  /** How long an answer or a close is waited for, in ms. */
  window: number;
}

interface Way {
  send(message: SipMessage): void;
  close(): void;
}

/** Whatever the device does is no error. A call that rings is cancelled, one that is taken ended. */
export async function clearVisit({ listener, over, fromDomain, window }: ClearVisitRequest): Promise<Visit> {
  const [at, began] = [new Date().toISOString(), performance.now()];
  let reached = false;
  let closed = false;
  const answer = await new Promise<Visit['answer']>((resolve) => {
    let invite: SipMessage | null = null;
    const end = (given: Visit['answer']): void => {
      clearTimeout(timer);
      way.close();
      resolve(given);
    };
    const timer = setTimeout(() => end(null), window);
    const way = open(over, listener, {
      open: (ends) => {
        reached = true;
        invite = visitorRequest('INVITE', fromDomain, ends, { over });
        way.send(invite);
      },
      text: (text) => {
        const response = read(text);
        if (!invite || !response || (response.status ?? 0) <= 100) return;
        for (const one of farewell(invite, response)) way.send(one);
        end({ status: response.status ?? 0, reason: response.reason ?? '' });
      },
      closed: () => {
        closed = reached;
        end(null);
      },
    });
  });
  return {
    at,
    presented: { certificate: null, leafSha256: null },
    shown: null,
    over,
    request: { method: 'INVITE', fromDomain },
    reached,
    handshake: null,
    serverChain: [],
    certificateRequested: false,
    alert: null,
    answer,
    closed,
    lasted: Math.round(performance.now() - began),
  };
}

/** Null where no whole response has come yet. */
function read(text: string): SipMessage | null {
  const end = text.indexOf('\r\n\r\n');
  if (!text.startsWith('SIP/2.0 ') || end < 0) return null;
  try {
    return parseHead(Buffer.from(text.slice(0, end)));
  } catch (error) {
    if (error instanceof SipSyntaxError) return null;
    throw error;
  }
}

function open(
  over: 'udp' | 'tcp',
  { host, port }: Address,
  on: { open: (ends: Ends) => void; text: (text: string) => void; closed: () => void },
): Way {
  if (over === 'tcp') {
    const socket = connect({ host, port, noDelay: true });
    let text = '';
    socket.on('connect', () => on.open(socket));
    socket.on('data', (bytes: Buffer) => on.text((text = (text + bytes.toString('latin1')).slice(0, 4096))));
    socket.on('error', () => undefined);
    socket.on('close', on.closed);
    return { send: (message) => void socket.write(writeSip(message)), close: () => void socket.end() };
  }
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  let isOpen = true;
  socket.on('message', (bytes: Buffer) => on.text(bytes.toString('latin1')));
  // A port that nothing listens at is told by ICMP.
  socket.on('error', on.closed);
  socket.connect(port, host, () => {
    const { address, port: localPort } = socket.address();
    on.open({ localAddress: address, localPort, remoteAddress: host, remotePort: port });
  });
  return {
    send: (message) => isOpen && socket.send(writeSip(message)),
    close: () => {
      if (isOpen) socket.close();
      isOpen = false;
    },
  };
}
