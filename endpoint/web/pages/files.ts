import type { MultipartFile } from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';
import type { CertificateFolderName } from '../../contracts.ts';
import type { Device } from '../../device.ts';
import { tooLarge } from '../../trust/certificate-file.ts';
import { ownCertificate } from '../../trust/store.ts';
import { deleteFile, filesIn, folders, storeFile } from '../files.ts';
import { Problem } from '../problem.ts';
import type { Notice } from '../sessions.ts';
import { seeOther } from './pages.ts';
import type { View } from './view.ts';

const folderOf = (value: unknown): CertificateFolderName =>
  folders.find((folder) => folder === value) ?? 'certs/trusted';

/** The last part of what the browser calls the file. */
const baseName = (name: string): string => name.split(/[/\\]/).at(-1) ?? '';

const uploaded = (folder: CertificateFolderName, name: string): string => {
  if (folder === 'certs/trusted') return 'Trusted for SIP and provisioning from the next connection on.';
  if (name === ownCertificate) return 'The device shows it from the next connection on, in place of the factory’s.';
  return 'It is not trusted there: authorities belong in certs/trusted.';
};

const deleted = (folder: CertificateFolderName, names: string[]): string => {
  if (folder === 'certs/trusted') return ' Not trusted from now on: connections that rested on it are closed.';
  return names.includes(ownCertificate) ? ' The certificate of the factory is in force again.' : '';
};

async function upload(device: Device, folder: CertificateFolderName, file: MultipartFile): Promise<Notice> {
  const name = baseName(file.filename);
  if (file.file.truncated) throw tooLarge();
  await storeFile(device, folder, name, await file.toBuffer());
  return { kind: 'done', text: `${name} uploaded. ${uploaded(folder, name)}` };
}

async function remove(device: Device, folder: CertificateFolderName, names: string[]): Promise<Notice> {
  if (names.length === 0) return { kind: 'problem', text: 'Select what to delete first.' };
  for (const name of names) await deleteFile(device, folder, name);
  return { kind: 'done', text: `${names.join(', ')} deleted.${deleted(folder, names)}` };
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
      entries: trusted.reduce((sum, file) => sum + file.certificates.length, 0),
      most: device.settings().tls.maxTrustedEntries,
    });
  });

  server.post<{ Body: { file?: MultipartFile; folder?: { value?: unknown } } | undefined }>(
    '/system/files/upload',
    async (request, reply) => {
      const folder = folderOf(request.body?.folder?.value);
      const { file } = request.body ?? {};
      request.session.notice = await attempted(async () => {
        if (file?.type !== 'file' || file.filename === '') throw new Problem(400, 'Choose a file first.');
        return upload(device, folder, file);
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
