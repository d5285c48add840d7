import type { Persona } from './persona.ts';

/** The device as it should be: every default is the safe one. */
export const reference: Persona = {
  product: { name: 'Ringproof Reference Endpoint', firmware: '1.0.0', hardware: 'software, no handset' },
  settings: {},
};
