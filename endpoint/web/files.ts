/** The folders that people upload to, and what goes where. */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { X509Certificate } from 'node:crypto';
import type { CertificateFolderName, TrustedFile } from '../contracts.ts';
import type { Device } from '../device.ts';
import { describe } from '../trust/certificate-folder.ts';
import { readPem } from '../trust/pem.ts';
import { ownCertificate } from '../trust/store.ts';

export const folders: readonly CertificateFolderName[] = ['certs', 'certs/trusted'];

const isOwnCertificate = (folder: CertificateFolderName, name: string): boolean =>
  folder === 'certs' && name === ownCertificate;

/** What is told of a file; a private key in it is not. */
export async function filesIn(device: Device, folder: CertificateFolderName): Promise<TrustedFile[]> {
  const files = await device.surroundings.trust.list(folder);
  return folder === 'certs' && hasOwnCertificate(device) ? [await ownCertificateFile(device), ...files] : files;
}

const hasOwnCertificate = (device: Device): boolean => existsSync(join(device.certs, ownCertificate));

async function ownCertificateFile(device: Device): Promise<TrustedFile> {
  const path = join(device.certs, ownCertificate);
  const { size, mtime } = await stat(path);
  const { certificates } = readPem(await readFile(path, 'latin1'));
  return {
    name: ownCertificate,
    bytes: size,
    modified: mtime.toISOString(),
    certificates: certificates.map((pem) => describe(new X509Certificate(pem))),
  };
}

/** Rejects with Error and a sentence for the user. */
export async function storeFile(
  device: Device,
  folder: CertificateFolderName,
  name: string,
  content: Buffer,
): Promise<TrustedFile> {
  const { trust, identity } = device.surroundings;
  if (!isOwnCertificate(folder, name)) return trust.add(name, content, folder);
  await identity.set(content);
  return ownCertificateFile(device);
}

/** Rejects with Error and a sentence for the user when there is no such file. */
export async function deleteFile(device: Device, folder: CertificateFolderName, name: string): Promise<void> {
  const { trust, identity } = device.surroundings;
  if (!isOwnCertificate(folder, name)) return trust.remove(name, folder);
  if (!hasOwnCertificate(device)) throw new Error(`There is no certs/${ownCertificate}.`);
  await identity.clear(false);
}
