/** Challenges of HTTP and SIP alike (RFC 9110 §11.6.1, RFC 3261 §22): their schemes and parameters. */
export interface Challenge {
  /** Lower case. */
  scheme: string;
  /** By lower-case name, without quotes. */
  parameters: Map<string, string>;
}

/** All that stand in the fields of that name, in order. */
export function readChallenges(fields: readonly string[]): Challenge[] {
  const challenges: Challenge[] = [];
  const token = /([!#$%&'*+.^_`|~\w-]+)(?:[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+)))?/g;
  for (const [, name = '', quoted, plain] of fields.join(', ').matchAll(token)) {
    const value = quoted?.replace(/\\(.)/g, '$1') ?? plain;
    if (value === undefined) challenges.push({ scheme: name.toLowerCase(), parameters: new Map() });
    else challenges.at(-1)?.parameters.set(name.toLowerCase(), value);
  }
  return challenges;
}

/** Whether the server only wants a fresh nonce (RFC 7616 §3.3). */
export const isStale = ({ parameters }: Challenge): boolean => parameters.get('stale')?.toLowerCase() === 'true';
