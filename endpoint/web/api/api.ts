/** The JSON interface of the device under /api/v1: everything that its pages do, for programs. */
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Device } from '../../device.ts';
import { settingsProblem } from '../../settings/problem.ts';
import { type Access, fromForeignPage } from '../access.ts';
import { Problem } from '../problem.ts';
import { actionRoutes } from './actions.ts';
import { clockRoutes } from './clock.ts';
import { eventRoutes } from './events.ts';
import { fileRoutes } from './files.ts';
import { flawRoutes } from './flaws.ts';
import { settingsRoutes } from './settings.ts';
import { stateRoutes } from './state.ts';
import { readUpload } from './upload.ts';

export interface ApiOptions {
  device: Device;
  access: Access;
  allowFlaws: boolean;
}

export async function api(server: FastifyInstance, { device, access, allowFlaws }: ApiOptions): Promise<void> {
  const parseJson = server.getDefaultJsonParser('error', 'error');
  server.removeContentTypeParser('application/json');
  // An action takes no body, and many clients send the header all the same.
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parseJson(request, body as string, done);
  });
  server.addContentTypeParser('application/octet-stream', async (_request: FastifyRequest, body: Readable) =>
    readUpload(body, device.flaws),
  );

  server.addHook('onRequest', async (request, reply) => {
    if (request.session.loggedIn !== true && !access.basic(request)) {
      reply.header('WWW-Authenticate', 'Basic realm="device", charset="UTF-8"');
      throw new Problem(401, 'The user name or the password is missing or wrong.');
    }
    if (fromForeignPage(request)) throw new Problem(403, 'A page of another site may not manage this device.');
    reply.header('Cache-Control', 'no-store');
  });

  server.setErrorHandler(async (error, request, reply) => {
    const { status, body } = answerTo(error, request, device);
    return reply.code(status).send(body);
  });
  server.setNotFoundHandler(async (request, reply) =>
    reply.code(404).send({ error: `There is no ${request.method} ${request.url.split('?')[0]}.` }),
  );

  stateRoutes(server, device);
  settingsRoutes(server, device);
  fileRoutes(server, device);
  actionRoutes(server, device);
  clockRoutes(server, device);
  eventRoutes(server, device);
  if (allowFlaws) flawRoutes(server, device);
}

function answerTo(error: unknown, request: FastifyRequest, device: Device): { status: number; body: object } {
  if (error instanceof Problem) return { status: error.status, body: { error: error.message, ...error.details } };
  if (error instanceof z.ZodError) return { status: 400, body: settingsProblem(error) };
  const { statusCode = 500, message } = error as { statusCode?: number; message: string };
  if (statusCode < 500) return { status: statusCode, body: { error: message } };
  device.journal.log(`web: ${request.method} ${request.url}: ${(error as Error).stack ?? message}`);
  return { status: 500, body: { error: `The device failed: ${message}` } };
}
