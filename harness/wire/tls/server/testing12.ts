/** What the tests of the engine for SSL 3.0 to TLS 1.2 share: a server and a client of ours on loopback. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { TlsVersion } from '../../../evidence.ts';
import type { Identity } from '../../../tap/test-peers.ts';
import { Client12, type ClientSession } from '../client/client12.ts';
import type { ClientIdentity } from '../client/client-handshake12.ts';
import { helloMessage } from '../enumerator/hello-plan.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import type { ServerOptions12 } from './server-handshake12.ts';
import type { Session } from './server-watcher.ts';
import { Server12 } from './server12.ts';
import { versionNumbers } from '../registries/versions.ts';

export interface Served {
  port: number;
  /** What the clients sent. */
  came: string[];
  keyLog: string[];
  sessions: Session[];
  ends: (string | null)[];
  /** Bytes that the server wrote, connection by connection. */
  wrote: () => number[];
  stop(): void;
}

export const identityOf = ({ cert, key }: Identity): ClientIdentity => ({
  chain: [new X509Certificate(cert).raw],
  key: createPrivateKey(key),
});

/** A server that gives `answer` to the first data of each client. A silent connection ends after 500 ms. */
export async function serve(options: Omit<ServerOptions12, 'staple'>, answer: string): Promise<Served> {
  const [came, keyLog, sessions, ends]: [string[], string[], Session[], (string | null)[]] = [[], [], [], []];
  const sockets: Socket[] = [];
  const listening = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.setTimeout(500, () => socket.destroy());
    new Server12(
      socket,
      { ...options, staple: null },
      {
        greeted: () => undefined,
        received: (what) => came.push(what),
        keyLog: (line) => keyLog.push(line),
        admit: () => null,
        secured: (stream, session) => {
          sessions.push(session);
          stream.on('error', () => undefined);
          stream.once('data', () => {
            stream.end(answer);
            stream.resume();
          });
        },
        over: (reason) => {
          ends.push(reason);
          if (reason !== null) socket.end();
        },
      },
    );
  });
  await once(listening.listen(0, '127.0.0.1'), 'listening');
  const { port } = listening.address() as AddressInfo;
  const wrote = (): number[] => sockets.map(({ bytesWritten }) => bytesWritten);
  return { port, came, keyLog, sessions, ends, wrote, stop: () => listening.close() };
}

export interface Visited {
  answer: string;
  session: ClientSession | null;
  came: string[];
  keyLog: string[];
  end: string | null;
}

/** One visit to its end: the request is sent once the handshake is complete. */
export async function visit(
  port: number,
  options: { hello: Buffer; identity?: ClientIdentity | null },
  request: string,
): Promise<Visited> {
  const visited: Visited = { answer: '', session: null, came: [], keyLog: [], end: null };
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.setTimeout(3000, () => socket.destroy());
  new Client12(
    socket,
    { identity: null, ...options },
    {
      received: (what) => visited.came.push(what),
      keyLog: (line) => visited.keyLog.push(line),
      secured: (stream, session) => {
        visited.session = session;
        stream.on('error', () => undefined);
        stream.on('data', (data: Buffer) => (visited.answer += data.toString()));
        stream.write(request);
      },
      over: (reason) => {
        visited.end = reason;
        socket.end();
      },
    },
  );
  await once(socket, 'close');
  return visited;
}

/** A hello of that version with these suites; TLS names groups and schemes, and the extended master secret. */
export function hello(version: Exclude<TlsVersion, 'TLS 1.3'>, suites: readonly number[], extended = true): Buffer {
  return helloMessage({
    version: versionNumbers[version],
    suites,
    groups: [29, 23],
    ...(version === 'TLS 1.2' && { schemes: [0x0804, 0x0401, 0x0403, 0x0201] }),
    more: extended ? [{ type: extensionNumbers.extended_master_secret, data: Buffer.alloc(0) }] : [],
  });
}
