/** A rejected change in words: which field, why, what is accepted, and the nearest name where one was misspelt. */
import { z } from 'zod';
import { nearest } from '../nearest.ts';
import { bare, fieldAt } from './change.ts';

export interface SettingsProblem {
  /** One sentence. */
  error: string;
  /** Dotted path: `sip.port`. */
  field: string;
  accepted: string | string[];
  /** It is about several settings, each of which is right: the sentence tells all. */
  together?: true;
}

function accepted(schema: z.core.$ZodType | undefined): string | string[] {
  if (schema === undefined) return 'nothing';
  const inner = bare(schema);
  const told = z.globalRegistry.get(inner)?.description;
  if (told !== undefined) return told;
  if (inner instanceof z.ZodEnum) return inner.options.map(String);
  if (inner instanceof z.ZodBoolean) return ['true', 'false'];
  if (inner instanceof z.ZodNumber)
    return `${inner.isInt ? 'a whole number' : 'a number'} from ${inner.minValue} to ${inner.maxValue}`;
  if (inner instanceof z.ZodObject) return Object.keys(inner.shape);
  return 'text';
}

const listed = (values: string | string[]): string => (typeof values === 'string' ? values : values.join(', '));

/** Told from the first issue; the others follow once that is mended. */
export function settingsProblem(error: z.ZodError): SettingsProblem {
  const issue = error.issues[0]!;
  if (issue.code === 'unrecognized_keys') {
    const wanted = accepted(fieldAt(issue.path));
    const key = issue.keys[0] ?? '';
    const field = [...issue.path, key].join('.');
    const near = Array.isArray(wanted) ? nearest(key, wanted) : undefined;
    const hint = near === undefined ? '' : ` Did you mean ${[...issue.path, near].join('.')}?`;
    return { error: `There is no setting ${field}.${hint}`, field, accepted: wanted };
  }
  // Each of the settings is right, and they do not go together.
  if (issue.code === 'custom' && Array.isArray(issue.params?.accepted))
    return {
      error: issue.message,
      field: issue.path.join('.'),
      accepted: issue.params.accepted as string[],
      together: true,
    };
  // Inside a table the path goes on below the last field that the schema knows.
  let known = issue.path;
  while (known.length > 0 && fieldAt(known) === undefined) known = known.slice(0, -1);
  const wanted = accepted(fieldAt(known));
  const field = issue.path.join('.');
  return {
    error: `${field === '' ? 'The settings' : field} cannot be set to that. Accepted: ${listed(wanted)}.`,
    field,
    accepted: wanted,
  };
}
