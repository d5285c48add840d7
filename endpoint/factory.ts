/** What the factory put in: a folder that nothing the device does changes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** All PEM. */
export interface Factory {
  /** Authorities; empty: none. */
  anchors: string;
  /** Certificate, issuers and key of this unit. */
  devicePem: string | null;
  /** The same for the key of every unit, as the flaw `shared-device-key` shows it. */
  sharedPem: string | null;
}

async function readIfPresent(folder: string | undefined, name: string): Promise<string | null> {
  if (folder === undefined) return null;
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export async function readFactory(folder: string | undefined): Promise<Factory> {
  return {
    anchors: (await readIfPresent(folder, 'anchors.pem')) ?? '',
    devicePem: await readIfPresent(folder, 'device.pem'),
    sharedPem: await readIfPresent(folder, 'shared.pem'),
  };
}
