/** Cases that read the ClientHello: every hello of the case against the rule that the case names. */
import type { Attempt, ClientHelloFacts, Connection, Evidence } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import { attemptsOf, benchFault } from '../bench-part.ts';
import { helloRules } from './hello-rules.ts';
import type { Circumstances, HelloRule } from './hello-rules/rule.ts';

export interface SeenHello {
  hello: ClientHelloFacts;
  moment: (typeof moments)[number];
  around: Circumstances;
}

const moments = ['first', 'reconnect', 'after a failed handshake'] as const;

export const helloConformity: Judge = (evidence, { case: row }) => {
  if (!row?.hello) throw new Error('a row on the ClientHello names its rule');
  const rule = helloRules[row.hello];
  const expected = rule.wants;
  const fault = benchFault(evidence, expected);
  if (fault) return fault;
  const seen = hellosOf(evidence);
  if (seen.length === 0) return { verdict: 'inconclusive', expected, seen: 'the device sent no ClientHello' };
  return { expected, ...finding(rule, seen) };
};

/** Every ClientHello to the service of the case, with what was before it. */
export function hellosOf(evidence: Evidence): SeenHello[] {
  const connections = attemptsOf(evidence, 'case').flatMap((attempt) =>
    attempt.connections.map((connection) => ({ attempt, connection })),
  );
  return connections.flatMap(({ attempt, connection: { hello } }, index): SeenHello[] => {
    if (!hello) return [];
    const failed = connections.slice(0, index).some(({ connection }) => wasRefused(connection));
    const moment = failed ? 'after a failed handshake' : index === 0 ? 'first' : 'reconnect';
    return [{ hello, moment, around: around(attempt) }];
  });
}

const wasRefused = ({ alerts }: Connection): boolean =>
  alerts.some(({ from, level }) => from === 'lab' && level === 'fatal');

const around = ({ service, startedAt, presented }: Attempt): Circumstances => ({
  service,
  host: presented.host ?? null,
  at: startedAt,
});

/** What a rule says of hellos that were seen. */
export function finding(rule: HelloRule, seen: readonly SeenHello[]): Omit<Finding, 'expected'> {
  if ('tells' in rule) return { verdict: 'observed', seen: told(seen, rule.tells) };
  const where = `${counted(seen.length)} (${momentsOf(seen)})`;
  if ('brokenTogether' in rule) {
    const { atLeast = 1 } = rule;
    if (seen.length < atLeast) return { verdict: 'inconclusive', seen: `there is but ${where} to compare` };
    const broken = rule.brokenTogether(seen.map(({ hello }) => hello));
    return broken.length > 0
      ? { verdict: 'fail', seen: unique(broken).join('; ') }
      : { verdict: 'pass', seen: `holds in ${where}` };
  }
  const found = seen.map((one) => ({ ...one, result: rule.broken(one.hello, one.around) }));
  const about = found.flatMap(({ result, ...one }) => ('notAbout' in result ? [] : [{ ...one, broken: result }]));
  if (about.length === 0) {
    const reasons = found.flatMap(({ result }) => ('notAbout' in result ? [result.notAbout] : []));
    return { verdict: 'not-applicable', seen: unique(reasons).join('; ') };
  }
  const breaking = about.filter(({ broken }) => broken.length > 0);
  if (breaking.length === 0) return { verdict: 'pass', seen: `holds in ${where}` };
  const words = unique(breaking.flatMap(({ broken }) => broken)).join('; ');
  const only = breaking.length < about.length ? `; only in ${momentsOf(breaking)}` : `; in ${where}`;
  return { verdict: 'fail', seen: `${words}${only}` };
}

/** One value where all hellos say the same; else each beside its moment. */
function told(seen: readonly SeenHello[], tells: (hello: ClientHelloFacts, around: Circumstances) => string): string {
  const values = seen.map((one) => ({ moment: one.moment, value: tells(one.hello, one.around) }));
  const [first, ...others] = unique(values.map(({ value }) => value));
  const later = others.map((value) => {
    const where = unique(values.filter((one) => one.value === value).map(({ moment }) => moment));
    return `, ${where.join(' and ')} ${value}`;
  });
  return `${first}${later.join('')}`;
}

const counted = (count: number): string => (count === 1 ? '1 ClientHello' : `${count} ClientHellos`);

const momentsOf = (seen: readonly SeenHello[]): string =>
  moments.filter((moment) => seen.some((one) => one.moment === moment)).join(', ');

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];
