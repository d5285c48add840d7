import type { FastifyInstance } from 'fastify';
import type { Device } from '../../device.ts';
import { deviceState, mediaTotals } from '../facts.ts';

export function stateRoutes(server: FastifyInstance, device: Device): void {
  server.get('/state', async () => deviceState(device));
  server.get('/calls', async () => ({ calls: device.agent.calls() }));
  server.get('/stats', async () => {
    const calls = device.agent.calls();
    return { media: mediaTotals(calls), calls };
  });
  server.get('/log', async () => ({ lines: device.journal.lines() }));
}
