/** Clients that connect to the device's own listener and then take their time: half of them in the handshake. */
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Address } from '../lab/lab.ts';

/** Header of a record with a ClientHello of 512 octets, and the first of them (RFC 8446 §4, §5.1). */
const beginning = Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc]);
const halfRequest = 'OPTIONS sip:device SIP/2.0\r\nVia: SIP/2.0/TLS ';

/**
 * Resolves when as many of them as the device takes have come as far as they go, or after `window` ms; to how many it has
 * taken, and a way to end them.
 */
export async function slowClients(
  listener: Address,
  count: number,
  window: number,
): Promise<{ standing: number; close: () => void }> {
  const sockets: Socket[] = [];
  const settled = Array.from({ length: count }, async (_, index) => {
    const isInHandshake = index % 2 === 0;
    const socket = isInHandshake
      ? connectTcp({ ...listener, noDelay: true })
      : connectTls({ ...listener, rejectUnauthorized: false });
    sockets.push(socket);
    socket.on('error', () => undefined);
    const ready = once(socket, isInHandshake ? 'connect' : 'secureConnect').then(() =>
      socket.write(isInHandshake ? beginning : halfRequest),
    );
    await Promise.race([ready, once(socket, 'close')]).catch(() => undefined);
  });
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise((resolve) => (timer = setTimeout(resolve, window)));
  await Promise.race([Promise.all(settled), overdue]);
  clearTimeout(timer);
  return {
    standing: sockets.filter(({ destroyed }) => !destroyed).length,
    close: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}
