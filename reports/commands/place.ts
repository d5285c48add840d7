/** Where the person stands: npm changes the folder and leaves theirs in INIT_CWD. */
import { resolve } from 'node:path';

export const here = (path: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), path);
