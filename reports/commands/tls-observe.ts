/** `tls observe`: listens, and tells of each connection what its ClientHello offers. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Command } from 'commander';
import { ConfigurationError, LabError } from '../../harness/errors.ts';
import type { SeenHello } from '../../harness/judge/tls/hello-conformity.ts';
import { awaitHello, type AwaitedHello } from '../../harness/tap/await-hello.ts';
import type { OfferGrade } from '../../harness/wire/tls/registries/offer-grades.ts';
import { sanitize } from '../console.ts';
import { currentCatalogue } from '../current-catalogue.ts';
import { brokenRules, type BrokenRule } from '../hello/broken-rules.ts';
import { offeredLists } from '../hello/offered.ts';
import { address } from './address.ts';

interface Options {
  json?: boolean;
  count?: string;
}

const usual = '0.0.0.0:5061';

/** Others are closed at once. */
const mostAtOnce = 256;

export function observe(group: Command): void {
  group
    .command('observe')
    .argument('[address]', 'where to listen, HOST:PORT', usual)
    .description('listen, and tell of each connection what its ClientHello offers; each is answered with an alert')
    .option('--count <number>', 'end after that many ClientHellos')
    .option('--json', 'print data only, one line for each connection')
    .action(async (where: string, options: Options) => {
      const count = options.count === undefined ? Infinity : counted(options.count);
      const judge = judging();
      await watch(address(where), count, (awaited) => {
        const observed = judge(awaited);
        process.stdout.write(options.json ? `${JSON.stringify(observed)}\n` : `${told(observed)}\n`);
      });
    });
}

interface Observed extends AwaitedHello {
  breaks: BrokenRule[];
}

/** Hellos of one address that are kept, for the rules that compare them. */
const mostKept = 100;
const mostAddresses = 1000;

/** Each hello is judged beside the earlier ones from the same address. */
function judging(): (awaited: AwaitedHello) => Observed {
  const earlier = new Map<string, SeenHello[]>();
  return (awaited) => {
    const { at, from, hello } = awaited;
    if (!hello) return { ...awaited, breaks: [] };
    const host = from.slice(0, from.lastIndexOf(':'));
    const before = earlier.get(host) ?? [];
    const around = { service: null, host: null, at };
    const seen: SeenHello = { hello, moment: before.length === 0 ? 'first' : 'after a failed handshake', around };
    if (earlier.size < mostAddresses || earlier.has(host)) earlier.set(host, [...before, seen].slice(-mostKept));
    return { ...awaited, breaks: brokenRules(seen, before, currentCatalogue) };
  };
}

function counted(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new ConfigurationError('USAGE', `--count must be a number from 1, not "${text}"`);
}

/** Resolves after that many ClientHellos, or when the process is told to end. */
async function watch(
  { host, port }: { host: string; port: number },
  count: number,
  tell: (awaited: AwaitedHello) => void,
): Promise<void> {
  let left = count;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    void awaitHello(socket).then((seen) => {
      if (left <= 0) return;
      if (seen.hello) left -= 1;
      tell(seen);
      if (left <= 0) end();
    });
  });
  server.maxConnections = mostAtOnce;
  const end = (): void => {
    server.close();
    for (const socket of open) socket.end();
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new LabError('CANNOT_LISTEN', `${host}:${port}: ${cause.message}`, { cause })),
    );
    server.listen(port, host, () => {
      const { address: at, port: bound } = server.address() as AddressInfo;
      process.stderr.write(`listening on ${at.includes(':') ? `[${at}]` : at}:${bound}; Ctrl-C ends\n`);
    });
    server.once('close', resolve);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  });
}

const marks: Record<OfferGrade, string> = { good: ' ', doubtful: '~', bad: '!', signal: ' ' };

function told({ from, hello, reason, breaks }: Observed): string {
  if (!hello) return `${from}: no ClientHello: ${reason}`;
  const lists = offeredLists(hello).flatMap(({ title, entries }) => {
    // What is graded stands one to a line, so that its mark can be seen.
    const lines = entries.some(({ grade }) => grade !== null)
      ? entries.map(({ name, grade }) => `${marks[grade ?? 'good']} ${name}`)
      : [`  ${entries.map(({ name }) => name).join(', ')}`];
    return lines.map((line, index) => `  ${(index === 0 ? title : '').padEnd(20)} ${sanitize(line)}`);
  });
  const rules = breaks.map(
    ({ level, requirement, case: id, seen }) => `  ${level.padEnd(6)} ${requirement} ${id}: ${sanitize(seen)}`,
  );
  return [
    `${from}: JA4 ${hello.ja4}, JA3 ${hello.ja3}`,
    ...lists,
    rules.length > 0 ? '  breaks (! bad, ~ doubtful)' : '  breaks no rule',
    ...rules,
  ].join('\n');
}
