import type { FastifyInstance } from 'fastify';
import type { CertificateFolderName } from '../../contracts.ts';
import type { Device } from '../../device.ts';
import { deleteFile, filesIn, folders, storeFile } from '../files.ts';
import { Problem, told } from '../problem.ts';

interface Where {
  folder?: string;
  name?: string;
}

function folderOf({ folder }: Where): CertificateFolderName {
  const known = folders.find((one) => one === folder);
  if (known) return known;
  throw new Problem(400, 'There is no such folder.', { field: 'folder', accepted: folders });
}

function nameOf({ name }: Where): string {
  if (typeof name === 'string') return name;
  throw new Problem(400, 'The name of the file is missing.', { field: 'name', accepted: 'a file name' });
}

/** An empty file is a file; a body of another kind, or none at all, is none. */
function content(body: unknown, type: string | undefined): Buffer {
  if (Buffer.isBuffer(body)) return body;
  if (type === 'application/octet-stream') return Buffer.alloc(0);
  throw new Problem(400, 'The file is the body of the request, as application/octet-stream; there was none.');
}

export function fileRoutes(server: FastifyInstance, device: Device): void {
  server.get<{ Querystring: Where }>('/files', async (request) => {
    const folder = folderOf(request.query);
    return { folder, files: await filesIn(device, folder) };
  });

  server.put<{ Querystring: Where }>('/files', async ({ query, body, headers }) => {
    const [folder, name] = [folderOf(query), nameOf(query)];
    return told(400, () => storeFile(device, folder, name, content(body, headers['content-type'])));
  });
  server.delete<{ Querystring: Where }>('/files', async ({ query }) => {
    const [folder, name] = [folderOf(query), nameOf(query)];
    await told(404, () => deleteFile(device, folder, name));
    return {};
  });

  // The same with the file in the path.
  for (const folder of folders) {
    server.put<{ Params: { name: string } }>(`/files/${folder}/:name`, async ({ params, body, headers }) =>
      told(400, () => storeFile(device, folder, params.name, content(body, headers['content-type']))),
    );
    server.delete<{ Params: { name: string } }>(`/files/${folder}/:name`, async ({ params }) => {
      await told(404, () => deleteFile(device, folder, params.name));
      return {};
    });
  }

  server.delete('/identity', async () => {
    await device.removeIdentity();
    return {};
  });
  server.post('/identity/restore', async () => {
    await device.restoreFactoryIdentity();
    return {};
  });
}
