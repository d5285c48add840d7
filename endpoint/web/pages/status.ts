import type { FastifyInstance } from 'fastify';
import type { Device } from '../../device.ts';
import { deviceState } from '../facts.ts';
import { filesIn } from '../files.ts';
import type { View } from './view.ts';

const shownRefusals = 5;
const shownCalls = 5;

export function statusPages(server: FastifyInstance, device: Device, view: View): void {
  server.get('/status', async (request, reply) => {
    const state = deviceState(device);
    const trusted = await filesIn(device, 'certs/trusted');
    return view(request, reply, 'status', {
      title: 'Status',
      url: '/status',
      state,
      settings: device.settings(),
      trusted: trusted.length,
      refusals: state.refusals.slice(0, shownRefusals),
      calls: state.calls.slice(-shownCalls).reverse(),
      live: state.calls.filter((call) => call.state !== 'ended'),
    });
  });
}
