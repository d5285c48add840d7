/** What the factory put in: a folder that nothing the device does changes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FlawName } from './flaws.ts';

/** The flaws by which another certificate stands in for that of the factory; each has it in a file of its name. */
export const identityFlaws = [
  'shared-device-key',
  'weak-device-key',
  'shows-certificate-of-another-unit',
  'shows-certificate-of-an-authority',
  'shows-certificate-for-servers',
] as const satisfies FlawName[];
export type FlawedIdentities = Partial<Record<(typeof identityFlaws)[number], string>>;

/** All PEM. */
export interface Factory {
  /** Authorities; empty: none. */
  anchors: string;
  /** Certificate, issuers and key of this unit. */
  devicePem: string | null;
  /** The same, each for the flaw that shows it. */
  flawedPem: FlawedIdentities;
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
  const flawedPem: FlawedIdentities = {};
  for (const flaw of identityFlaws) {
    const pem = await readIfPresent(folder, `${flaw}.pem`);
    if (pem !== null) flawedPem[flaw] = pem;
  }
  return {
    anchors: (await readIfPresent(folder, 'anchors.pem')) ?? '',
    devicePem: await readIfPresent(folder, 'device.pem'),
    flawedPem,
  };
}
