import type { FastifyInstance } from 'fastify';
import type { Device } from '../../device.ts';
import { filesIn, type Folder, folders, ownCertificate } from '../facts.ts';
import { Problem, told } from '../problem.ts';

function content(body: unknown): Buffer {
  if (Buffer.isBuffer(body) && body.length > 0) return body;
  throw new Problem(400, 'The file is the body of the request, as application/octet-stream; there was none.');
}

export function fileRoutes(server: FastifyInstance, device: Device): void {
  const { surroundings } = device;

  server.get<{ Querystring: { folder?: string } }>('/files', async (request) => {
    const { folder } = request.query;
    if (!folders.includes(folder as Folder))
      throw new Problem(400, 'There is no such folder.', { field: 'folder', accepted: folders });
    return { folder, files: await filesIn(device, folder as Folder) };
  });

  server.put<{ Params: { name: string } }>('/files/certs/trusted/:name', async (request) => {
    return told(400, () => surroundings.trust.add(request.params.name, content(request.body)));
  });
  server.delete<{ Params: { name: string } }>('/files/certs/trusted/:name', async (request) => {
    await told(404, () => surroundings.trust.remove(request.params.name));
    return {};
  });

  server.put(`/files/certs/${ownCertificate}`, async (request) => {
    await told(400, () => surroundings.identity.set(content(request.body)));
    return (await filesIn(device, 'certs'))[0];
  });
  server.delete(`/files/certs/${ownCertificate}`, async () => {
    if (surroundings.identity.current()?.source !== 'uploaded')
      throw new Problem(404, `There is no certs/${ownCertificate}.`);
    await surroundings.identity.clear(false);
    return {};
  });

  server.delete('/identity', async () => {
    await device.removeIdentity();
    return {};
  });
  server.post('/identity/restore', async () => {
    await device.restoreFactoryIdentity();
    return {};
  });
}
