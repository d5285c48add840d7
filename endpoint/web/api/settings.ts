import type { FastifyInstance } from 'fastify';
import type { Device } from '../../device.ts';
import { withoutSecrets } from '../../settings/change.ts';
import { Problem } from '../problem.ts';

export function settingsRoutes(server: FastifyInstance, device: Device): void {
  server.get('/settings', async () => withoutSecrets(device.settings()));

  server.put('/settings', async (request) => {
    const { body } = request;
    if (typeof body !== 'object' || body === null || Array.isArray(body))
      throw new Problem(400, 'Settings are sent as a JSON object.', {
        field: '',
        accepted: Object.keys(device.settings()),
      });
    await device.surroundings.change(body);
    return withoutSecrets(device.settings());
  });
}
