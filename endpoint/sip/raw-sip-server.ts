/**
 * For the tests of the agent: a registrar and far end in raw text over node:tls, which shares nothing with sip.js or
 * the device's own framer. TLS with a pre-shared key, so that no certificate is needed; judging those is not the
 * agent's part. Over plain TCP where that is asked for.
 */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { connect, createServer } from 'node:tls';
import { ConnectionRefused, type TlsConnector } from '../contracts.ts';

const psk = randomBytes(32);
const tlsOptions = { ciphers: 'PSK-AES128-GCM-SHA256', maxVersion: 'TLSv1.2' } as const;

export interface SipMessage {
  start: string;
  /** By lower-case name, in their order. */
  headers: Record<string, string[]>;
  body: string;
}

export type Behaviour = 'register' | 'forbid' | 'silent' | 'hang-up' | 'without-contact';

export class RawSipServer {
  behaviour: Behaviour = 'register';
  readonly messages: SipMessage[] = [];
  connections = 0;
  /** Ping octets and everything else that came between messages. */
  between = '';
  /** What to answer an INVITE of the device with; null: nothing yet. */
  onInvite: (invite: SipMessage) => { status: string; sdp?: string } | null = () => ({ status: '486 Busy Here' });
  readonly #server: Server;
  #socket: Socket | null = null;
  #waiting: (() => void)[] = [];

  constructor(over: 'TLS' | 'TCP' = 'TLS') {
    const accept = (socket: Socket): void => {
      this.connections += 1;
      this.#socket = socket;
      let kept = '';
      socket.on('error', () => undefined);
      socket.on('data', (chunk: Buffer) => {
        // latin1: one character an octet, so that Content-Length can be used as it is.
        kept += chunk.toString('latin1');
        for (;;) {
          const gap = /^(\r\n)+/.exec(kept)?.[0] ?? '';
          this.between += gap;
          kept = kept.slice(gap.length);
          const end = kept.indexOf('\r\n\r\n');
          if (end < 0) break;
          const length = Number(/\r\ncontent-length: *(\d+)/i.exec(kept.slice(0, end))?.[1] ?? 0);
          if (kept.length < end + 4 + length) break;
          this.#receive(parse(kept.slice(0, end), kept.slice(end + 4, end + 4 + length)));
          kept = kept.slice(end + 4 + length);
        }
        this.#wake();
      });
    };
    const secured = { ...tlsOptions, pskCallback: () => psk };
    this.#server = over === 'TLS' ? createServer(secured, accept) : createTcpServer(accept);
  }

  async listen(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#socket?.destroy();
    this.#server.close();
  }

  drop(): void {
    this.#socket?.destroy();
  }

  write(text: string): void {
    this.#socket?.write(text);
  }

  /** The first message that has come, or comes, with this beginning. */
  async expect(start: RegExp, after = 0): Promise<SipMessage> {
    for (;;) {
      const found = this.messages.slice(after).find((message) => start.test(message.start));
      if (found) return found;
      await this.received();
    }
  }

  /** Resolves with the next octets that come. */
  received(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  respond(request: SipMessage, status: string, extra: string[] = [], body = ''): void {
    const keep = ['via', 'from', 'call-id', 'cseq'].flatMap((name) =>
      (request.headers[name] ?? []).map((value) => `${name}: ${value}`),
    );
    const to = one(request, 'to');
    const tag = to.includes(';tag=') || status.startsWith('100') ? '' : ';tag=far';
    const type = body ? ['Content-Type: application/sdp'] : [];
    const lines = [
      `SIP/2.0 ${status}`,
      ...keep,
      `to: ${to}${tag}`,
      ...extra,
      ...type,
      `Content-Length: ${body.length}`,
    ];
    this.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  }

  /** A request of the server's own to the device, in or outside a dialog. */
  request(
    method: string,
    target: string,
    dialog: { to: string; callId: string; cseq: number },
    body = '',
    extra: string[] = [],
  ): void {
    this.write(
      [
        `${method} ${target} SIP/2.0`,
        `Via: SIP/2.0/TLS 127.0.0.1:5061;branch=z9hG4bK${method === 'ACK' ? 'ack' : ''}${dialog.callId}${dialog.cseq}`,
        'Max-Forwards: 70',
        'From: <sip:far@sip.test>;tag=far',
        `To: ${dialog.to}`,
        `Call-ID: ${dialog.callId}`,
        `CSeq: ${dialog.cseq} ${method}`,
        'Contact: <sip:far@127.0.0.1:5061;transport=tls>',
        ...extra,
        ...(body ? ['Content-Type: application/sdp'] : []),
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    );
  }

  #receive(message: SipMessage): void {
    this.messages.push(message);
    const method = message.start.split(' ')[0];
    if (method === 'REGISTER') this.#registrar(message);
    else if (method === 'BYE' || method === 'CANCEL') this.respond(message, '200 OK');
    else if (method === 'INVITE') {
      this.respond(message, '100 Trying');
      const answer = this.onInvite(message);
      const contact = ['Contact: <sip:far@127.0.0.1:5061;transport=tls>'];
      if (answer) this.respond(message, answer.status, contact, answer.sdp);
    }
  }

  #registrar(message: SipMessage): void {
    if (this.behaviour === 'silent') return;
    if (this.behaviour === 'hang-up') return this.drop();
    if (this.behaviour === 'forbid') return this.respond(message, '403 Forbidden');
    if (this.behaviour === 'without-contact') return this.respond(message, '200 OK');
    const credentials = message.headers.authorization?.[0];
    if (!credentials || !isRight(credentials, 'REGISTER'))
      return this.respond(message, '401 Unauthorized', [
        `WWW-Authenticate: Digest realm="sip.test", nonce="${randomBytes(8).toString('hex')}", qop="auth", algorithm=MD5`,
      ]);
    this.respond(message, '200 OK', [`Contact: ${one(message, 'contact')}`]);
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** What connects the device to it; `refuse` makes every connection end as the real connector's would. */
export function pskConnector(port: number): TlsConnector & { refuse: boolean } {
  return {
    refuse: false,
    async connect({ host, service }) {
      if (this.refuse) {
        const refusal = { at: '', service, peer: host, kind: 'chain', reason: 'the chain ends nowhere' } as const;
        throw new ConnectionRefused(refusal);
      }
      const socket = connect({
        ...tlsOptions,
        host: '127.0.0.1',
        port,
        pskCallback: () => ({ psk, identity: 'device' }),
        checkServerIdentity: () => undefined,
      });
      await once(socket, 'secureConnect');
      return socket;
    },
  };
}

export const one = (message: SipMessage, header: string): string => message.headers[header]?.[0] ?? '';

function parse(header: string, body: string): SipMessage {
  const [start = '', ...lines] = header.split('\r\n');
  const headers: SipMessage['headers'] = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    (headers[line.slice(0, colon).trim().toLowerCase()] ??= []).push(line.slice(colon + 1).trim());
  }
  return { start, headers, body };
}

/** RFC 2617 §3.2.2 for user `alice` with password `secret`. */
function isRight(credentials: string, method: string): boolean {
  const field = (name: string): string => new RegExp(`\\b${name}="?([^",]+)`).exec(credentials)?.[1] ?? '';
  const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
  const secret = md5(`alice:sip.test:secret`);
  const parts = [secret, field('nonce'), field('nc'), field('cnonce'), 'auth', md5(`${method}:${field('uri')}`)];
  return field('username') === 'alice' && md5(parts.join(':')) === field('response');
}
