/** GET /events: one JSON object per line, for as long as the client listens. */
import type { FastifyInstance } from 'fastify';
import type { Device } from '../../device.ts';
import { Problem } from '../problem.ts';

const mostListeners = 16;
/** A listener that leaves this much unread is cut off: the device does not buffer for it. */
const mostUnread = 1024 * 1024;

export function eventRoutes(server: FastifyInstance, device: Device): void {
  let listeners = 0;

  server.get('/events', (_request, reply) => {
    if (listeners >= mostListeners)
      throw new Problem(503, `${mostListeners} listeners are all that this device serves.`);
    listeners++;
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
    stream.flushHeaders();
    const unsubscribe = device.journal.onEvent((event) => {
      if (stream.writableLength > mostUnread) stream.destroy();
      else stream.write(`${JSON.stringify(event)}\n`);
    });
    stream.once('close', () => {
      unsubscribe();
      listeners--;
    });
  });
}
