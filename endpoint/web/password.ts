/** The password of a device that was given none: random, made once, readable by its owner only. */
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export async function ownPassword(folder: string): Promise<string> {
  const file = join(folder, 'admin-password');
  try {
    const stored = (await readFile(file, 'utf8')).trim();
    if (stored !== '') return stored;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const made = randomBytes(12).toString('base64url');
  await writeFile(file, `${made}\n`, { mode: 0o600 });
  return made;
}
