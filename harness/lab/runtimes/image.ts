/** The lab's image: built once from images/, and again when a file there or the base changes. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../errors.ts';
import { imagesFolder } from '../places.ts';
import { engineHost, imageExists } from './engine.ts';

export const baseVariable = 'RINGPROOF_BASE_IMAGE';
const base = (): string => process.env[baseVariable] ?? 'debian:bookworm-slim';

export function imageTag(): string {
  const hash = createHash('sha256').update(base());
  for (const name of ['Dockerfile', 'keylog.c']) hash.update(readFileSync(join(imagesFolder, name)));
  return `ringproof-lab:${hash.digest('hex').slice(0, 12)}`;
}

/** Builds the image where it is missing. Throws LabError with the end of the build's output. */
export async function ensureImage(onBuild: () => void = () => undefined): Promise<string> {
  const tag = imageTag();
  if (await imageExists(tag)) return tag;
  onBuild();
  prepareTestcontainers();
  const { GenericContainer } = await import('testcontainers');
  try {
    await GenericContainer.fromDockerfile(imagesFolder)
      .withBuildArgs({ BASE: base() })
      .build(tag, { deleteOnExit: false });
  } catch (cause) {
    throw new LabError('LAB_IMAGE', `the image of the lab could not be built from ${base()}`, {
      cause,
      hint: `is the base image there, and are Debian's packages reached? Another base: ${baseVariable}=NAME`,
      log: String(cause).split('\n'),
    });
  }
  return tag;
}

/** Settings that testcontainers reads when it is loaded: its reaper is an image of its own that may not be reached, and
 * the lab's containers end by themselves. */
export function prepareTestcontainers(): void {
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
  const host = engineHost();
  if (host) process.env['DOCKER_HOST'] ??= host;
}
