/**
 * waivers.yaml: known failures that a person answers for until a day. A waiver that has run out, or that nothing needs,
 * turns the run red, so the file cannot rot.
 */
import { readFileSync } from 'node:fs';
import { LineCounter, isMap, isSeq, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import { ConfigurationError, accepting, nearest } from '../harness/errors.ts';
import type { Verdict } from '../harness/verdict.ts';

export interface Waiver {
  requirement: string;
  owner: string;
  reason: string;
  /** `YYYY-MM-DD`, UTC; the last day on which the waiver holds. */
  expires: string;
}

const fields = ['requirement', 'owner', 'reason', 'expires'];

const isDay = (text: string): boolean => {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
};

const schemaFor = (ids: readonly string[]) =>
  z.array(
    z.strictObject({
      requirement: z.string().refine((id) => ids.includes(id), {
        error: ({ input }) =>
          `"${String(input)}" is no requirement${didYouMean(String(input), ids)}; \`ringproof list\` names all`,
      }),
      owner: z.string().min(1, 'must name a person or a team'),
      reason: z.string().min(1, 'must say why'),
      expires: z.string().refine(isDay, { error: ({ input }) => `"${String(input)}" is no day; accepted: YYYY-MM-DD` }),
    }),
  );

/** Reads the waivers of a file. Throws ConfigurationError that names file:line:column, field, accepted values, nearest. */
export function readWaivers(path: string, ids: readonly string[]): Waiver[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new ConfigurationError('WAIVERS', `${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  return parseWaivers(text, path, ids);
}

export function parseWaivers(text: string, path: string, ids: readonly string[]): Waiver[] {
  const lineCounter = new LineCounter();
  // The failsafe-like reading of dates: `2027-01-01` stays a string under the core schema.
  const document = parseDocument(text, { lineCounter, schema: 'core' });
  const at = (offset: number): string => {
    const { line, col } = lineCounter.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const broken = document.errors[0];
  if (broken) throw new ConfigurationError('WAIVERS', `${at(broken.pos[0])}: ${broken.message.split('\n')[0]}`);
  if (document.contents === null) return [];
  if (!isSeq(document.contents)) {
    throw new ConfigurationError('WAIVERS', `${at(0)}: the file must be a list of waivers`, {
      hint: `each with the fields ${fields.join(', ')}`,
    });
  }
  const parsed = schemaFor(ids).safeParse(document.toJS({ maxAliasCount: 10 }));
  if (!parsed.success) {
    const lines = parsed.error.issues.flatMap((issue) => describe(issue, document, at));
    throw new ConfigurationError('WAIVERS', lines.join('\n'), { hint: `fields of a waiver: ${fields.join(', ')}` });
  }
  const seen = new Set<string>();
  for (const [index, waiver] of parsed.data.entries()) {
    if (seen.has(waiver.requirement)) {
      const where = at(offsetOf(document, [index, 'requirement']));
      throw new ConfigurationError('WAIVERS', `${where}: requirement: ${waiver.requirement} is waived twice`);
    }
    seen.add(waiver.requirement);
  }
  return parsed.data;
}

function describe(issue: z.core.$ZodIssue, document: Document, at: (offset: number) => string): string[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const where = at(offsetOf(document, [...issue.path, key]));
      return `${where}: ${key}: no such field; ${accepting(key, fields)}`;
    });
  }
  const field = issue.path.filter((part) => typeof part === 'string').join('.') || 'waiver';
  return [`${at(offsetOf(document, issue.path))}: ${field}: ${issue.message}`];
}

/** Where a node stands; its nearest ancestor where it is absent. An unknown key is found by its own place. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  const parent: unknown = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const last = path.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => String(item.key) === last);
    const node = (pair?.value ?? pair?.key) as { range?: [number, number, number] } | undefined;
    if (node?.range) return node.range[0];
  }
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return node.range[0];
  }
  return 0;
}

function didYouMean(id: string, ids: readonly string[]): string {
  const near = nearest(id, ids);
  return near ? `; did you mean "${near}"?` : '';
}

/** Whether a waiver did its work. One whose requirement was not judged is not blamed for it. */
export function stateOf(
  waiver: Waiver,
  verdict: Verdict | undefined,
  today: string,
): 'applied' | 'expired' | 'needless' {
  if (waiver.expires < today) return 'expired';
  return verdict === 'pass' || verdict === 'attested' || verdict === 'not-applicable' ? 'needless' : 'applied';
}
