import type { FastifyInstance } from 'fastify';
import type { Device } from '../../device.ts';
import { deviceState } from '../facts.ts';
import { seeOther } from './pages.ts';
import type { View } from './view.ts';

export function systemPages(server: FastifyInstance, device: Device, view: View): void {
  server.get('/system', async (_request, reply) => reply.redirect('/system/files', seeOther));

  server.get('/system/maintenance', async (request, reply) =>
    view(request, reply, 'maintenance', { title: 'Maintenance', url: '/system/maintenance' }),
  );

  server.get('/system/about', async (request, reply) =>
    view(request, reply, 'about', { title: 'About', url: '/system/about', state: deviceState(device) }),
  );

  server.get('/system/log', async (request, reply) =>
    view(request, reply, 'log', {
      title: 'System Log',
      url: '/system/log',
      refusals: device.journal.refusals(),
      lines: [...device.journal.lines()].reverse(),
    }),
  );

  server.post('/logout', async (request, reply) => {
    await request.session.destroy();
    return reply.clearCookie('session', { path: '/' }).redirect('/login', seeOther);
  });
}
