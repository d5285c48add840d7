/** What the stacks of curl and gnutls-cli were measured to do in the rows of the scripted server, and what it is worth. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Evidence } from '../../harness/evidence.ts';
import { sameAnswer, stackAnswer, type StackAnswer } from '../../harness/judge/tls/stack-answer.ts';
import { outcomeFor, type Outcome } from '../../harness/requirement.ts';
import { scriptedServer } from '../tls/cases.ts';
import { stackComparison } from '../tls/stacks.ts';
import type { ToolName } from './by-hand.ts';
import type { Certification } from './certify.ts';

const stackOf: Record<ToolName, string> = { curl: 'OpenSSL 3.0', 'gnutls-cli': 'GnuTLS 3.7.9' };

/** curl by its own settings: without a lower limit of versions, which OpenSSL then sets by its level of security, and with ALPN
 * and post-handshake authentication offered. */
const unlike: Record<ToolName, Readonly<Record<string, StackAnswer>>> = {
  curl: { Z02: 'alert 80', Z03: 'alert 80', Z04: 'alert 47', X04: 'not offered', 'T13-15': 'not offered' },
  'gnutls-cli': {},
};

/** A client that ends a connection with octets unread resets it, and may take its own alert with it. */
const longFlight = 'R14';

/** Of the rows over provisioning that draw a line: `alert 47: pass`. */
export function measured(tool: ToolName): Record<string, string> {
  const column = stackComparison.stacks.indexOf(stackOf[tool]);
  return Object.fromEntries(
    judged().map(({ id, outcome, row }) => {
      const answer = unlike[tool][id] ?? row[column];
      return [id, answer ? `${answer}: ${worth(outcome, answer)}` : 'not measured'];
    }),
  );
}

/** The same lines, as a certification tells them. */
export function certified(
  { folder, rows }: Certification,
  as: Readonly<Record<string, string>>,
): Record<string, string> {
  const lines = rows
    .filter((row) => row.case !== null && row.case in as && row.service === 'provisioning' && row.trust === 'M2')
    .map((row): [string, string] => {
      const id = row.case ?? '';
      const [expected = ''] = as[id]?.split(':') ?? [];
      return [id, `${alike(id, answerIn(folder, row.evidence), expected as StackAnswer)}: ${row.verdict}`];
    });
  return Object.fromEntries(lines);
}

const judged = () =>
  [...stackComparison.answers].flatMap(([id, row]) => {
    const outcome = outcomeFor(scriptedServer[id as keyof typeof scriptedServer], 'M2', 'provisioning');
    return outcome && outcome !== 'record' ? [{ id, outcome, row }] : [];
  });

function worth(outcome: Outcome, answer: StackAnswer): string {
  if (answer === 'not offered') return 'not-applicable';
  const ends = /(alert \d+|closes|resets)$/.test(answer);
  return (outcome === 'refuse') === ends ? 'pass' : 'fail';
}

function answerIn(folder: string, path: string | null): StackAnswer | null {
  if (path === null) return null;
  const { attempts } = JSON.parse(readFileSync(join(folder, path), 'utf8')) as Evidence;
  const attempt = attempts.findLast(({ role }) => role === 'case');
  if (!attempt) return null;
  return stackAnswer({ ...attempt, connections: attempt.connections.filter(({ front }) => front === attempt.service) });
}

/** In the words of what was expected, where it is the same. */
function alike(id: string, seen: StackAnswer | null, expected: StackAnswer): StackAnswer | null {
  if (seen === null) return null;
  const lost = id === longFlight && expected.startsWith('alert') && seen === 'resets';
  return lost || sameAnswer(seen, expected) ? expected : seen;
}
