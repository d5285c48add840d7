/** `tls script`: listens, answers each connection with the next row of the scripted server, and tells what the client did. */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ConfigurationError } from '../../harness/errors.ts';
import { sameAnswer, type StackAnswer } from '../../harness/judge/tls/stack-answer.ts';
import { labFolder } from '../../harness/lab/places.ts';
import { ScriptServer, type Answered } from '../../harness/lab/script-server.ts';
import { givenCertificate } from '../../harness/pki/given-certificate.ts';
import { createPki, type Pki } from '../../harness/pki/pki.ts';
import { isOfFamily, type CaseId } from '../../harness/requirement.ts';
import type { StackComparison } from '../../harness/stack-comparison.ts';
import { alertName } from '../../harness/wire/tls/registries/alerts.ts';
import { honestLike, type TlsFaultName } from '../../harness/wire/tls/tls-faults.ts';
import { idsOf } from '../catalogue.ts';
import { currentCatalogue } from '../current-catalogue.ts';
import { oneOf } from './accepted.ts';
import { address } from './address.ts';
import { here } from './place.ts';

interface Options {
  row?: string[];
  list?: boolean;
  json?: boolean;
  cert?: string;
  key?: string;
}

interface ScriptRow {
  /** The case, or null for an honest server. */
  case: CaseId | null;
  title: string;
  tls: TlsFaultName;
}

export function script(group: Command): void {
  group
    .command('script')
    .argument('[address]', 'where to listen, HOST:PORT', '0.0.0.0:5061')
    .description(
      'listen, answer each connection with the next row of the scripted server, and tell what the client did',
    )
    .option('--row <id...>', 'these rows only, in this order; A02 means its variants, too')
    .option('--list', 'print the rows and end')
    .option('--cert <file>', 'PEM of the certificate that is shown, and of those above it')
    .option('--key <file>', 'PEM of its key')
    .option('--json', 'print data only, one line for each connection')
    .action(async (where: string, options: Options) => {
      const { stacks } = currentCatalogue;
      if (!stacks) throw new ConfigurationError('CATALOGUE', 'the catalogue has no rows of the scripted server');
      const rows = chosen(options.row, stacks);
      const print = (line: string): boolean => process.stdout.write(`${line}\n`);
      if (options.list) return rows.forEach((row) => print(options.json ? JSON.stringify(row) : listed(row)));
      const at = address(where);
      const tallies = new Tallies(stacks);
      const server = await ScriptServer.open({
        at,
        pki: await pkiFor(at.host, options),
        rows: betweenControls(rows),
        tell: (answered) => {
          tallies.take(answered);
          print(options.json ? JSON.stringify(data(answered, stacks)) : told(answered, stacks));
        },
      });
      const { host, port } = server.address;
      process.stderr.write(`listening on ${isIP(host) === 6 ? `[${host}]` : host}:${port}; Ctrl-C ends\n`);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.stop());
      await server.ended;
      if (!options.json) print(tallies.inWords());
    });
}

/** Rows that stacks were measured in: those of the handshake, which need no more than one connection. */
function chosen(given: readonly string[] | undefined, { answers }: StackComparison): ScriptRow[] {
  const { cases } = currentCatalogue;
  const all = [...answers.keys()].flatMap((id): ScriptRow[] => {
    const { title, serves } = cases.get(id) ?? {};
    return title && serves?.tls ? [{ case: id, title, tls: serves.tls }] : [];
  });
  if (!given) return all;
  const known = idsOf({ requirements: new Map(), cases: new Map(all.map(({ case: id }) => [id!, cases.get(id!)!])) });
  const wanted = given.map((id) =>
    oneOf('row', known.find((one) => one.toLowerCase() === id.toLowerCase()) ?? id, known),
  );
  return [...new Set(wanted.flatMap((id) => all.filter((row) => isOfFamily(row.case ?? '', id))))];
}

/** First and last an honest server of each version that the rows speak. */
function betweenControls(rows: readonly ScriptRow[]): ScriptRow[] {
  const honest = [...new Set(rows.map(({ tls }) => honestLike(tls)))];
  const controls = honest.map((tls): ScriptRow => ({ case: null, title: `control: ${tls}`, tls }));
  return [...controls, ...rows, ...controls];
}

async function pkiFor(host: string, { cert, key }: Options): Promise<Pki> {
  if ((cert === undefined) !== (key === undefined)) {
    throw new ConfigurationError('USAGE', '--cert and --key belong together');
  }
  const given = cert && key ? givenCertificate(text(cert), text(key)) : null;
  const pki = await createPki({ keyFolder: join(labFolder, 'keys') });
  const name = ['0.0.0.0', '::', 'localhost'].includes(host) ? '127.0.0.1' : host;
  if (!given)
    process.stderr.write(`the certificate is for ${name}, under an authority that nobody trusts; see --cert\n`);
  const certificate: Pki['certificate'] = () => given ?? pki.certificate('good', name);
  return Object.assign(Object.create(pki) as Pki, { certificate });
}

function text(file: string): string {
  try {
    return readFileSync(here(file), 'utf8');
  } catch (cause) {
    throw new ConfigurationError('USAGE', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

const measuredIn = ({ case: id }: ScriptRow, { stacks, answers }: StackComparison): [string, StackAnswer][] =>
  (id === null ? [] : (answers.get(id) ?? [])).flatMap((answer, at) => (answer ? [[stacks[at] ?? '', answer]] : []));

const data = ({ row, ...answered }: Answered<ScriptRow>, stacks: StackComparison) => ({
  ...row,
  ...answered,
  stacks: Object.fromEntries(measuredIn(row, stacks)),
});

const listed = ({ case: id, title }: ScriptRow): string => `${(id ?? '').padEnd(12)} ${title}`;

function told({ row, from, answer, request }: Answered<ScriptRow>, stacks: StackComparison): string {
  const did = answer === null ? 'cannot be read' : withName(answer);
  const beside = measuredIn(row, stacks).map(([stack, other]) => `${stack} ${other}`);
  return [
    listed(row),
    `  ${from}: ${did}${request ? ` to its request (${request})` : ''}`,
    ...(beside.length > 0 ? [`  ${beside.join(' · ')}`] : []),
  ].join('\n');
}

const withName = (answer: StackAnswer): string =>
  answer.replace(/alert (\d+)/, (all, code: string) => `${all} ${alertName(Number(code))}`);

/** How often the client did as each stack. */
class Tallies {
  readonly #stacks: StackComparison;
  readonly #same = new Map<string, { same: number; of: number }>();
  #controls = 0;
  #held = 0;

  constructor(stacks: StackComparison) {
    this.#stacks = stacks;
  }

  take({ row, answer }: Answered<ScriptRow>): void {
    if (row.case === null) {
      this.#controls += 1;
      if (answer === 'goes on') this.#held += 1;
    }
    if (answer === null || answer === 'not offered') return;
    for (const [stack, other] of measuredIn(row, this.#stacks)) {
      if (other === 'not offered') continue;
      const { same, of } = this.#same.get(stack) ?? { same: 0, of: 0 };
      this.#same.set(stack, { same: same + (sameAnswer(answer, other) ? 1 : 0), of: of + 1 });
    }
  }

  inWords(): string {
    const near = [...this.#same]
      .sort(([, a], [, b]) => b.same / b.of - a.same / a.of)
      .map(([stack, { same, of }]) => `${stack} ${same} of ${of}`);
    const lines = [
      ...(near.length > 0 ? [`the same as ${near.join(', ')}`] : []),
      ...(this.#held < this.#controls
        ? [
            `${this.#controls - this.#held} of ${this.#controls} controls were not gone on with: refusals may have another cause`,
          ]
        : []),
    ];
    return lines.join('\n');
  }
}
