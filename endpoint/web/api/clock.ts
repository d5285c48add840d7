/** The time that the device goes by: every validity period is checked against it. */
import type { FastifyInstance } from 'fastify';
import type { Device } from '../../device.ts';
import { clockFacts } from '../facts.ts';
import { Problem, told } from '../problem.ts';

export function clockRoutes(server: FastifyInstance, device: Device): void {
  server.get('/clock', async () => clockFacts(device));

  server.put('/clock', async (request) => {
    const offset = (request.body as { offsetSeconds?: unknown } | undefined)?.offsetSeconds;
    if (typeof offset !== 'number')
      throw new Problem(400, 'offsetSeconds is missing or no number.', {
        field: 'offsetSeconds',
        accepted: 'seconds to add to the time of the machine; 0 takes that time again',
      });
    await told(400, async () => device.clock.set(offset));
    device.journal.log(`clock: ${device.clock.now().toISOString()}, ${offset} s from the time of the machine`);
    return clockFacts(device);
  });
}
