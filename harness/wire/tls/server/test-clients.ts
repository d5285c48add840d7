/** Clients for the tests of both servers: node:tls, with its bytes caught or altered on their way, and crafted records. */
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';

export interface Flip {
  port: number;
  flight: 'hello' | 'second flight';
  /** Of that flight, from 0; its lowest bit is changed. */
  octet: number;
}

/** A client with one octet changed on the way; `flipped` tells whether that octet was sent. */
export function throughFlip(
  { port, flight, octet }: Flip,
  options: ConnectionOptions,
): { socket: TLSSocket; flipped: () => boolean } {
  const wire = connectTcp(port, '127.0.0.1');
  wire.on('error', () => undefined);
  let writes = 0;
  let at = 0;
  let flipped = false;
  const between = new Duplex({
    read: () => wire.resume(),
    write: (chunk: Buffer, _encoding, done) => {
      const bytes = Buffer.from(chunk);
      if (writes++ > 0 === (flight === 'second flight')) {
        const index = octet - at;
        if (index >= 0 && index < bytes.length) {
          bytes.writeUInt8(bytes.readUInt8(index) ^ 1, index);
          flipped = true;
        }
        at += bytes.length;
      }
      wire.write(bytes, done);
    },
    final: (done) => void wire.end(done),
    destroy: (error, done) => {
      wire.destroy();
      done(error);
    },
  });
  wire.on('data', (bytes: Buffer) => between.push(bytes));
  wire.on('end', () => between.push(null));
  wire.on('close', () => between.destroy());
  return { socket: connect({ socket: between, ...options }), flipped: () => flipped };
}

/** The first bytes that node:tls sends. */
export function helloOfNode(options: ConnectionOptions): Promise<Buffer> {
  return new Promise((resolve) => {
    const sink = new Duplex({ read: () => undefined, write: (chunk: Buffer) => resolve(chunk) });
    connect({ socket: sink, ...options }).on('error', () => undefined);
  });
}

export function record(type: number, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([type, 3, 3, body.length >> 8, body.length & 0xff]), body]);
}

/** Whatever ends it. */
export function closed(socket: Socket): Promise<void> {
  socket.on('error', () => undefined);
  return new Promise((resolve) => void socket.once('close', () => resolve()));
}

export async function read(socket: Socket): Promise<string> {
  const parts: Buffer[] = [];
  socket.on('data', (part: Buffer) => parts.push(part));
  await once(socket, 'end');
  return Buffer.concat(parts).toString();
}
