import type { MultipartFile } from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import type { Device } from '../../device.ts';
import { filesIn, type Folder, folders, ownCertificate } from '../facts.ts';
import { Problem } from '../problem.ts';
import type { Notice } from '../sessions.ts';
import { seeOther } from './pages.ts';
import type { View } from './view.ts';

const folderOf = (value: unknown): Folder => folders.find((folder) => folder === value) ?? 'certs/trusted';

/** The last part of what the browser calls the file. */
const baseName = (name: string): string => name.split(/[/\\]/).at(-1) ?? '';

async function upload(device: Device, folder: Folder, name: string, content: Buffer): Promise<Notice> {
  const { trust, identity } = device.surroundings;
  if (folder === 'certs/trusted') {
    await trust.add(name, content);
    return { kind: 'done', text: `${name} uploaded. Trusted for SIP and provisioning from the next connection on.` };
  }
  if (name !== ownCertificate)
    throw new Problem(
      400,
      `Only ${ownCertificate} belongs in certs: the device’s own certificate and its key. Authorities belong in certs/trusted.`,
    );
  await identity.set(content);
  return {
    kind: 'done',
    text: `${name} uploaded. The device shows it from the next connection on, in place of the factory’s.`,
  };
}

async function remove(device: Device, folder: Folder, names: string[]): Promise<Notice> {
  if (names.length === 0) return { kind: 'problem', text: 'Select what to delete first.' };
  for (const name of names) {
    if (folder === 'certs/trusted') await device.surroundings.trust.remove(name);
    else if (name === ownCertificate) await device.surroundings.identity.clear(false);
  }
  const effect =
    folder === 'certs'
      ? 'The certificate of the factory is in force again.'
      : 'Not trusted from the next connection on.';
  return { kind: 'done', text: `${names.join(', ')} deleted. ${effect}` };
}

async function attempted(action: () => Promise<Notice>): Promise<Notice> {
  try {
    return await action();
  } catch (error) {
    return { kind: 'problem', text: error instanceof Error ? error.message : String(error) };
  }
}

export function filePages(server: FastifyInstance, device: Device, view: View): void {
  server.get<{ Querystring: { folder?: string } }>('/system/files', async (request, reply) => {
    const folder = folderOf(request.query.folder);
    const [certs, trusted] = await Promise.all([filesIn(device, 'certs'), filesIn(device, 'certs/trusted')]);
    return view(request, reply, 'files', {
      title: 'File Manager',
      url: '/system/files',
      folder,
      files: folder === 'certs' ? certs : trusted,
      counts: { certs: certs.length, trusted: trusted.length },
    });
  });

  server.post<{ Body: { file?: MultipartFile; folder?: { value?: unknown } } | undefined }>(
    '/system/files/upload',
    async (request, reply) => {
      const folder = folderOf(request.body?.folder?.value);
      const { file } = request.body ?? {};
      request.session.notice = await attempted(async () => {
        if (file?.type !== 'file' || file.filename === '') throw new Problem(400, 'Choose a file first.');
        return upload(device, folder, baseName(file.filename), await file.toBuffer());
      });
      return reply.redirect(`/system/files?folder=${encodeURIComponent(folder)}`, seeOther);
    },
  );

  server.post<{ Body: { folder?: string; name?: string | string[] } | undefined }>(
    '/system/files/delete',
    async (request, reply) => {
      const folder = folderOf(request.body?.folder);
      const names = [request.body?.name ?? []].flat().map(String);
      request.session.notice = await attempted(() => remove(device, folder, names));
      return reply.redirect(`/system/files?folder=${encodeURIComponent(folder)}`, seeOther);
    },
  );
}
