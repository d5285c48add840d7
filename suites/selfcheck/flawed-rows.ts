/** The rows that a flaw of the bundled endpoint is run with: those that it must fail, or that tell of it. */
import { kills } from './kills.ts';
import { observations } from './observations.ts';

export const flawedRows: Readonly<Record<string, readonly string[]>> = {
  ...kills,
  ...Object.fromEntries(Object.entries(observations).map(([flaw, told]) => [flaw, [told.case]])),
};
