/** The pages: who may see them, the files they are made of, and what is shown when something goes wrong. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Device } from '../../device.ts';
import { type Access, fromForeignPage } from '../access.ts';
import { Problem } from '../problem.ts';
import { actionPages } from './actions.ts';
import { filePages } from './files.ts';
import { loginPages } from './login.ts';
import { settingsPages } from './settings.ts';
import { statusPages } from './status.ts';
import { systemPages } from './system.ts';
import { createView, type View } from './view.ts';

export interface PageOptions {
  device: Device;
  access: Access;
}

const assets = {
  'device.css': 'text/css; charset=utf-8',
  'device.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
};

/** Where a form's answer leads: See Other, so that loading it again does not do it again. */
export const seeOther = 303;

export async function pages(server: FastifyInstance, { device, access }: PageOptions): Promise<void> {
  const view = createView(device);

  for (const [name, type] of Object.entries(assets)) {
    const content = await readFile(join(import.meta.dirname, '..', 'assets', name));
    server.get(`/assets/${name}`, async (_request, reply) =>
      reply.type(type).header('Cache-Control', 'max-age=300').send(content),
    );
  }

  server.addHook('onRequest', async (request) => {
    if (fromForeignPage(request)) throw new Problem(403, 'This was sent by a page of another site.');
  });
  errorPages(server, device, view);
  loginPages(server, access, view);

  await server.register(async (inside) => {
    inside.addHook('onRequest', async (request, reply) => {
      if (request.session.loggedIn === true) return;
      await reply.redirect(
        request.method === 'GET' ? `/login?to=${encodeURIComponent(request.url)}` : '/login',
        seeOther,
      );
    });
    inside.addHook('preHandler', (request, reply, done) => {
      if (request.method === 'POST') inside.csrfProtection(request, reply, done);
      else done();
    });
    statusPages(inside, device, view);
    settingsPages(inside, device, view);
    filePages(inside, device, view);
    systemPages(inside, device, view);
    actionPages(inside, device);
  });
}

function errorPages(server: FastifyInstance, device: Device, view: View): void {
  server.setErrorHandler(async (error, request, reply) => {
    const { statusCode, status, message } = error as { statusCode?: number; status?: number; message: string };
    const code = status ?? statusCode ?? 500;
    if (code >= 500) device.journal.log(`web: ${request.method} ${request.url}: ${(error as Error).stack ?? message}`);
    const text =
      code === 403 ? 'This form is too old or was not this device’s own. Load the page again and repeat it.' : message;
    return view(request, reply.code(code), 'message', { title: 'That did not work', url: '', text });
  });
  server.setNotFoundHandler(async (request, reply) =>
    view(request, reply.code(404), 'message', {
      title: 'There is no such page',
      url: '',
      text: 'The tabs above lead to all there are.',
    }),
  );
}
