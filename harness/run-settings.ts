/**
 * The settings of one run: written by the command line before it starts Playwright, read by the bench, the fixtures and
 * the reporter. The path of the file travels in the environment as RINGPROOF_RUN.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigurationError } from './errors.ts';
import { policyNames } from './profiles/policies.ts';

export const runSettingsVariable = 'RINGPROOF_RUN';

const runSettingsSchema = z.object({
  /** `20261121-093015-bundled` */
  id: z.string(),
  /** Absolute folder of this run. */
  out: z.string(),
  dut: z.enum(['bundled', 'baresip', 'command']),
  /** Program and arguments of the `command` driver. */
  command: z.array(z.string()).optional(),
  profile: z.string(),
  persona: z.string().nullable(),
  policy: z.enum(policyNames),
  gate: z.enum(['baseline', 'claims', 'both']),
  failOn: z.enum(['must', 'should']),
  runtime: z.enum(['auto', 'containers', 'local']),
  recordOnly: z.boolean(),
  /** How many labs with a device each; one Playwright worker leases one of them. */
  slots: z.number().int().positive(),
  /** Folders under suites/; null for all. */
  areas: z.array(z.string()).nullable(),
  grep: z.string().nullable(),
  /** The variants of a self-check: flaws of the bundled endpoint; null in a certification. */
  flaws: z.union([z.null(), z.literal('all'), z.array(z.string())]),
  waiversFile: z.string().nullable(),
  /** Requirements with a waiver that has not expired: their fails are expected failures. */
  waived: z.array(z.string()),
  commandLine: z.string(),
  /** Flags that the command line did not know and handed to Playwright. */
  passThrough: z.array(z.string()),
});

export type RunSettings = z.infer<typeof runSettingsSchema>;

/** Reads the settings that RINGPROOF_RUN names; null where the variable is not set (unit tests, `--list`).
 * Throws ConfigurationError where the file cannot be read or is not what the command line writes. */
export function readRunSettings(environment: NodeJS.ProcessEnv = process.env): RunSettings | null {
  const path = environment[runSettingsVariable];
  if (!path) return null;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConfigurationError('RUN-SETTINGS', `${runSettingsVariable} names ${path}, which cannot be read.`, {
      cause,
      hint: 'start a run with `npm run certify`; the variable is set by it',
    });
  }
  try {
    return runSettingsSchema.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new ConfigurationError('RUN-SETTINGS', `${path} holds no settings of a run: ${why}`, { cause });
  }
}
