/**
 * Coded errors of the bench. They never speak about the device: a verdict that meets one becomes `error`.
 * Each says what went wrong, where, and what to do next.
 */
export class BenchError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  /** The last lines that the failing program wrote, newest last. */
  readonly log: readonly string[];

  constructor(
    code: string,
    message: string,
    options: { cause?: unknown; hint?: string; log?: readonly string[] } = {},
  ) {
    const log = (options.log ?? []).slice(-50);
    const parts = [`${code}: ${message}`];
    if (options.hint) parts.push(`  hint: ${options.hint}`);
    if (log.length > 0) parts.push('  last lines of its log:', ...log.map((line) => `    ${line}`));
    super(parts.join('\n'), { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint;
    this.log = log;
  }
}

/** The lab (Kamailio, nginx, DNS, peers, runtime) did not do its part. */
export class LabError extends BenchError {}

/** The driver broke its contract: it crashed, hung, or wrote something that is no message. */
export class DriverError extends BenchError {}

/** Configuration that a person wrote is wrong: profile, waivers, command line. */
export class ConfigurationError extends BenchError {}

/** The nearest of the accepted words, for "did you mean". Distance is Levenshtein's; further than half the word is no hint. */
export function nearest(word: string, accepted: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.ceil(word.length / 2)) + 1;
  for (const candidate of accepted) {
    const distance = levenshtein(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** "accepted: a, b; did you mean b?" */
export function accepting(word: string, accepted: readonly string[]): string {
  const near = nearest(word, accepted);
  return `accepted: ${accepted.join(', ')}${near ? `; did you mean "${near}"?` : ''}`;
}

function levenshtein(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
