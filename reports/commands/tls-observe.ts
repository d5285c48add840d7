/** `tls observe`: listens, and tells of each connection what its ClientHello offers. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Command } from 'commander';
import { ConfigurationError, LabError } from '../../harness/errors.ts';
import { awaitHello, type SeenHello } from '../../harness/tap/await-hello.ts';
import { address } from './address.ts';

interface Options {
  json?: boolean;
  count?: string;
}

const usual = '0.0.0.0:5061';

export function observe(group: Command): void {
  group
    .command('observe')
    .argument('[address]', 'where to listen, HOST:PORT', usual)
    .description('listen, and tell of each connection what its ClientHello offers; each is answered with an alert')
    .option('--count <number>', 'end after that many ClientHellos')
    .option('--json', 'print data only, one line for each connection')
    .action(async (where: string, options: Options) => {
      const count = options.count === undefined ? Infinity : counted(options.count);
      await watch(address(where), count, (seen) =>
        process.stdout.write(options.json ? `${JSON.stringify(seen)}\n` : `${told(seen)}\n`),
      );
    });
}

function counted(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new ConfigurationError('USAGE', `--count must be a number from 1, not "${text}"`);
}

/** Resolves after that many ClientHellos, or when the process is told to end. */
async function watch(
  { host, port }: { host: string; port: number },
  count: number,
  tell: (seen: SeenHello) => void,
): Promise<void> {
  let left = count;
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    void awaitHello(socket).then((seen) => {
      if (left <= 0) return;
      if ('hello' in seen && seen.hello) left -= 1;
      tell(seen);
      if (left <= 0) end();
    });
  });
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

function told({ from, hello, reason }: SeenHello): string {
  if (!hello) return `${from}: no ClientHello: ${reason}`;
  return `${from}: ${hello.versions.join(', ')}; ${hello.suites.length} suites`;
}
