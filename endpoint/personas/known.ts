import type { Persona } from './persona.ts';
import { reference } from './reference.ts';

/** By the name that `--persona` takes. */
export const personas: Readonly<Record<string, Persona>> = { reference };
