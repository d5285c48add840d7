/** The configuration file: a JSON object of settings, or lines `dotted.name = value`. */
import { z } from 'zod';
import type { DeepPartial } from '../contracts.ts';
import { nearest } from '../nearest.ts';
import { fieldAt } from '../settings/change.ts';
import { settingsSchema, type Settings } from '../settings/settings.ts';

type Change = DeepPartial<Settings>;
type Plain = Record<string, unknown>;

/** Names of the documents that are not those of the settings. */
const aliases: Record<string, string> = { 'prov.download.cert': 'provisioning.validateServerCertificate' };

const knownNames = Object.entries(settingsSchema.parse({})).flatMap(([part, fields]) =>
  Object.keys(fields).map((field) => `${part}.${field}`),
);

/** The value of a line in the type of its field; what does not fit stays text, and the settings refuse it. */
function typed(schema: z.core.$ZodType, text: string): unknown {
  if (schema instanceof z.ZodBoolean) {
    if (/^(1|true|yes|on)$/i.test(text)) return true;
    if (/^(0|false|no|off)$/i.test(text)) return false;
  }
  if (schema instanceof z.ZodNumber && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return text;
}

function readLines(text: string): Change {
  const change: Record<string, Plain> = {};
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (/^\s*([#;].*)?$/.test(line)) continue;
    const [, name = '', value = ''] = /^\s*([^\s=]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === '') throw new Error(`line ${index + 1} is not of the form name = value`);
    const [part = '', field = '', ...key] = (aliases[name] ?? name).split('.');
    const schema = knownNames.includes(`${part}.${field}`) ? fieldAt([part, field]) : undefined;
    const isTable = schema instanceof z.ZodRecord;
    if (!schema || isTable !== key.length > 0) {
      const near = nearest(name, [...knownNames, ...Object.keys(aliases)]);
      throw new Error(`line ${index + 1}: there is no setting ${name}${near ? `; did you mean ${near}?` : ''}`);
    }
    const plain = /^"(.*)"$/.exec(value)?.[1] ?? value;
    const fields = (change[part] ??= {});
    // A table such as network.hosts has one line for each of its names.
    if (isTable) fields[field] = { ...(fields[field] as Plain | undefined), [key.join('.')]: plain };
    else fields[field] = typed(schema, plain);
  }
  return change;
}

function readJson(text: string): Change {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('it is no JSON object');
  return value;
}

/** Throws Error with a sentence. The values are checked where they are applied. */
export function readConfiguration(body: Buffer): Change {
  const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  const change = /^\s*\{/.test(text) ? readJson(text) : readLines(text);
  if (Object.keys(change).length === 0) throw new Error('it sets nothing');
  return change;
}
