/**
 * A profile: what a product claims and what a tester must know about it (PICS and PIXIT in ETSI words), as data.
 * A new product is one file in this folder, named by the profile.
 */
import { readdirSync } from 'node:fs';
import { z } from 'zod';
import { accepting, ConfigurationError } from '../errors.ts';
import { capabilities } from '../dut/driver.ts';

const profileSchema = z.strictObject({
  name: z.string().min(1),
  product: z.string().min(1),
  driver: z.enum(['bundled', 'baresip', 'command']),
  /** What the product is said to be able to do; null: what its driver declares. */
  capabilities: z.array(z.enum(capabilities)).nullable(),
  /** Why a capability is missing, for the report. */
  reasons: z.partialRecord(z.enum(capabilities), z.string()).default({}),
  windows: z.strictObject({
    /** How long an absence is waited for, ms. */
    silence: z.number().int().positive(),
    /** The same where the device has closed every connection of the attempt: what could still come is another one. As long
     * as `silence` when left out. */
    closed: z.number().int().positive().optional(),
    /** After how long the device gives up a handshake that does not go on, ms, as its documents say. Nothing is concluded
     * of a silent server where the lab is less patient than this: `scripted-conversation.ts`. */
    handshake: z.number().int().positive().optional(),
    /** How long one attempt may take before the driver is given up, ms. */
    attempt: z.number().int().positive(),
  }),
  /** What things usually take, ms, for the estimate before a run: one attempt, one call, one upload to the trust list. */
  pace: z
    .strictObject({ attempt: z.number().positive(), call: z.number().positive(), upload: z.number().nonnegative() })
    .default({ attempt: 1000, call: 3000, upload: 500 }),
  /** After how long without media a device with `idle-limit` is told to end a call, ms. */
  idleLimit: z.number().int().positive().default(10_000),
  /** How many entries the documents promise of the trust list, for `trust-limit`. */
  trustEntries: z.number().int().positive().default(16),
  toneHz: z.number().positive().nullable(),
  /** Connections at a time that a survey of the device's own listeners may open. */
  surveyParallel: z.number().int().positive().default(2),
  /** Packets of the device that a call waits for. */
  mediaPackets: z.number().int().positive().default(20),
});

export type Profile = z.infer<typeof profileSchema>;
export const defineProfile = (profile: z.input<typeof profileSchema>): Profile => profileSchema.parse(profile);

const notProfiles = ['profile', 'policies'];

export function profileNames(): string[] {
  return readdirSync(new URL('.', import.meta.url))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => file.slice(0, -3))
    .filter((name) => !notProfiles.includes(name));
}

/** Throws ConfigurationError for a name that is not there. */
export async function loadProfile(name: string): Promise<Profile> {
  const names = profileNames();
  if (!names.includes(name)) {
    throw new ConfigurationError('PROFILE_UNKNOWN', `no profile "${name}"; ${accepting(name, names)}`);
  }
  const module = (await import(`./${name}.ts`)) as { profile: Profile };
  return module.profile;
}
