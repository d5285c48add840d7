import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './outcome.ts';

export function ringproofVersion(): string {
  const { version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { version: string };
  return version;
}
