/** The entrance of the web server under the flaws of a listener: they look at a client before OpenSSL does. */
import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import { createSecureContext, TLSSocket, type SecureContextOptions } from 'node:tls';
import type { Flaws } from '../flaws.ts';
import { isFlawed, meet } from '../tls/flawed-door.ts';
import type { WebCertificate } from './certificate.ts';

const inClear = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n';

/** While no such flaw is on, clients enter as usual. Must be called before the server listens. */
export function actOutFlaws(server: Server, { cert, key }: WebCertificate, flaws: Flaws): void {
  const [usual, ...others] = server.listeners('connection') as ((socket: Socket) => void)[];
  if (!usual) throw new Error('the web server takes no connections');
  server.removeAllListeners('connection');
  const enter = async (socket: Socket): Promise<void> => {
    const options = await meet(socket, flaws, inClear);
    if (options === null) return;
    if (Object.keys(options).length === 0) return usual.call(server, socket);
    welcome(socket, { cert, key, minVersion: 'TLSv1.2', ...options });
  };
  const welcome = (socket: Socket, options: SecureContextOptions): void => {
    const stream = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(options) });
    for (const event of ['error', '_tlsError']) stream.on(event, () => stream.destroy());
    stream.once('secure', () => server.emit('secureConnection', stream));
  };
  server.on('connection', (socket: Socket) => {
    if (isFlawed(flaws)) void enter(socket);
    else usual.call(server, socket);
  });
  for (const other of others) server.on('connection', other as () => void);
}
