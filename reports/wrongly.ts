/** The imperative of a requirement turned into what a device does that breaks it: `Refuse a ...` into `Accepts a ...`. */

/** One sentence without its full stop. What stands behind a semicolon explains and is left out. */
export function wrongly(sentence: string): string {
  const text = sentence
    .trim()
    .replace(/;.*$/s, '')
    .replace(/\.(\s+[A-Z].*)?$/s, '');
  const role = /^(As a server(?: [^,]+)?), (.*)$/is.exec(text);
  if (role) return `${wrongly(role[2] ?? '')}, ${lower(role[1] ?? '')}`;
  const [first = '', ...others] = text.split(/, and (?=(?:refuse|abort|do not|do nothing|be) )| and (?=keep )/);
  return [broken(first), ...others.map((other) => lower(broken(other)))].join(', or ');
}

function broken(text: string): string {
  const never = /^(?:Never|Do not|Don't|Must not) (\w+)(.*)$/is.exec(text);
  if (never) return `${capital(thirdPerson(never[1] ?? ''))}${never[2] ?? ''}`;
  const refuse = /^(?:Refuse|Reject) (.*)$/is.exec(text);
  if (refuse && !/^to /i.test(refuse[1] ?? '')) return `Accepts ${refuse[1] ?? ''}`;
  const neither = /^(\w+) neither (.*)$/is.exec(text);
  if (neither) return `${capital(thirdPerson(neither[1] ?? ''))} ${either((neither[2] ?? '').split(/,? nor /))}`;
  const nothing = /^(\w+) nothing (.*)$/is.exec(text);
  if (nothing) return `${capital(thirdPerson(nothing[1] ?? ''))} something ${nothing[2] ?? ''}`;
  const none = /^(\w+)((?: \w+){0,5}?) no (.*)$/is.exec(text);
  if (none && !inClause.test(none[2] ?? ''))
    return `${capital(thirdPerson(none[1] ?? ''))}${none[2] ?? ''} ${withArticle(none[3] ?? '')}`;
  const be = /^be (.*)$/is.exec(text);
  if (be) return `Is not ${be[1] ?? ''}`;
  return `Does not ${lower(text)}`;
}

/** A "no" behind one of these is not the verb's own. */
const inClause = /\b(that|which|who|whose|what|where|when|while|is|has|have|holds?|without)\b/i;

/** "no request to ..." into "a request to ...", "no RC4 cipher suite" into "RC4 cipher suites", "no SIP in clear" as it is. */
function withArticle(noun: string): string {
  const all = noun
    .replace(/, and none /g, ', or one ')
    .replace(/, and no (\w+)/g, (_, next: string) => `, or ${article(next)} ${next}`);
  if (/^other /.test(all)) return `an${all}`;
  if (uncounted.test(all)) return all;
  if (/^[A-Z0-9-]+ [a-z]+( [a-z]+)*[^s\W]$/.test(all) && !/ (in|to|by|of|for|with) /.test(all)) return `${all}s`;
  return `${article(all)} ${all}`;
}

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? 'an' : 'a');

/** Nouns that take no article: of protocols, algorithms and substances. */
const uncounted =
  /^(SIP|DSA|SHA-1|RSA key transport|Diffie-Hellman|static Diffie-Hellman|TLS_\w+|compression|early data)\b/;

const either = (names: readonly string[]): string => `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;

function thirdPerson(verb: string): string {
  const word = verb.toLowerCase();
  if (word === 'be') return 'is';
  if (word === 'have') return 'has';
  if (/(?:s|x|z|ch|sh|o)$/.test(word)) return `${word}es`;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
/** Names in capitals keep them. */
const lower = (text: string): string => (/^[A-Z]{2}/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1));
