/** Merging a partial change into the settings: strict about names, so that a misspelt field is told and not dropped. */
import { z } from 'zod';
import type { DeepPartial } from '../contracts.ts';
import { settingsSchema, type Settings } from './settings.ts';

/** What takes the place of a stored password wherever settings are read; written back, it leaves the password as it is. */
export const keptSecret = '********';

const secretPaths = ['account.password', 'provisioning.authPassword'];

type Plain = Record<string, unknown>;
type Issue = z.core.$ZodRawIssue & { path: PropertyKey[]; message: string };

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema without its default. */
export function bare(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault) return bare(schema.unwrap());
  return schema;
}

/** Schema of the field at this path, or undefined where there is none. */
export function fieldAt(path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  let schema: z.core.$ZodType = settingsSchema;
  for (const step of path) {
    const inner = bare(schema);
    if (!(inner instanceof z.ZodObject) || !Object.hasOwn(inner.shape, step)) return undefined;
    schema = inner.shape[step as string] as z.core.$ZodType;
  }
  return bare(schema);
}

function merged(
  schema: z.core.$ZodType,
  base: unknown,
  change: unknown,
  path: PropertyKey[],
  issues: Issue[],
): unknown {
  if (change === undefined) return base;
  if (change === keptSecret && secretPaths.includes(path.join('.'))) return base;
  const inner = bare(schema);
  // A record such as `hosts` is one value: merging it would leave no way to take a name out.
  if (!(inner instanceof z.ZodObject) || !isPlain(change)) return change;
  const result: Plain = isPlain(base) ? { ...base } : {};
  for (const [key, value] of Object.entries(change)) {
    if (!Object.hasOwn(inner.shape, key)) {
      issues.push({
        code: 'unrecognized_keys',
        keys: [key],
        path,
        input: change,
        message: `There is no setting ${[...path, key].join('.')}`,
      });
      continue;
    }
    result[key] = merged(inner.shape[key] as z.core.$ZodType, result[key], value, [...path, key], issues);
  }
  return result;
}

/**
 * The settings that result from `partial` on top of `current`; neither is touched. Tables (`network.hosts`) are replaced
 * whole. Throws z.ZodError for unknown fields and bad values.
 */
export function changed(current: Settings, partial: DeepPartial<Settings>): Settings {
  const issues: Issue[] = [];
  const candidate = merged(settingsSchema, current, partial, [], issues);
  if (issues.length > 0) throw new z.ZodError(issues);
  return settingsSchema.parse(candidate);
}

/** The settings as they may be read: passwords that are set show as `keptSecret`. */
export function withoutSecrets(settings: Settings): Settings {
  const copy = structuredClone(settings);
  if (copy.account.password !== '') copy.account.password = keptSecret;
  if (copy.provisioning.authPassword !== '') copy.provisioning.authPassword = keptSecret;
  return copy;
}

export const secretsOf = (settings: Settings): string[] =>
  [settings.account.password, settings.provisioning.authPassword].filter((secret) => secret !== '');
