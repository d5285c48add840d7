import type { FastifyInstance } from 'fastify';
import type { Device } from '../../device.ts';
import { flaws, isFlaw } from '../../flaws.ts';
import { nearest } from '../../nearest.ts';
import { Problem } from '../problem.ts';

export function flawRoutes(server: FastifyInstance, device: Device): void {
  server.get('/flaws', async () => ({ flaws: device.flaws.list(), known: flaws }));

  server.put('/flaws', async (request) => {
    const wanted = (request.body as { flaws?: unknown } | undefined)?.flaws;
    const accepted = Object.keys(flaws);
    if (!Array.isArray(wanted)) throw new Problem(400, 'flaws is a list of names.', { field: 'flaws', accepted });
    const names = wanted.map((name: unknown) => {
      if (typeof name === 'string' && isFlaw(name)) return name;
      const near = typeof name === 'string' ? nearest(name, accepted) : undefined;
      const hint = near === undefined ? '' : ` Did you mean ${near}?`;
      throw new Problem(400, `There is no flaw ${JSON.stringify(name).slice(0, 64)}.${hint}`, {
        field: 'flaws',
        accepted,
        nearest: near,
      });
    });
    device.flaws.set(names);
    device.journal.log(`flaws: ${names.join(', ') || 'none'}`);
    return { flaws: device.flaws.list() };
  });
}
