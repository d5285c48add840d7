/** Words on the command line that must be one of a few. */
import { ConfigurationError, accepting } from '../../harness/errors.ts';

/** Throws ConfigurationError with the accepted words and the nearest of them. */
export function oneOf<const T extends string>(what: string, word: string, accepted: readonly T[]): T {
  const found = accepted.find((one) => one === word);
  if (found === undefined) throw new ConfigurationError('USAGE', `no ${what} "${word}"; ${accepting(word, accepted)}`);
  return found;
}
