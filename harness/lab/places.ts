/** Where the lab keeps what outlives a run: the ignored `.lab/` at the top of the project. */
import { resolve } from 'node:path';

export const projectFolder = resolve(import.meta.dirname, '..', '..');
export const labFolder = resolve(projectFolder, '.lab');
/** The programs that were unpacked without root. */
export const programsRoot = resolve(labFolder, 'root');
/** One file per living run; what a killed run left behind is found here. */
export const ledgerFolder = resolve(labFolder, 'runs');
export const imagesFolder = resolve(import.meta.dirname, 'images');
