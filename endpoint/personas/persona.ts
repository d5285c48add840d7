/** A persona: the device as one product at one firmware. Data only, written by hand from the product's documents. */
import type { DeepPartial } from '../contracts.ts';
import type { Settings } from '../settings/settings.ts';

export interface Persona {
  product: { name: string; firmware: string; hardware: string };
  /** What it ships with, where that differs from the schema's defaults. */
  settings: DeepPartial<Settings>;
}
