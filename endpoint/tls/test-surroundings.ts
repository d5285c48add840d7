/** Surroundings and servers for the tests of TLS and provisioning. */
import { createServer, type SecureContextOptions, type Server, type TLSSocket, type TlsOptions } from 'node:tls';
import type { AddressInfo } from 'node:net';
import type { DeepPartial, DeviceIdentity, Refusal, Surroundings } from '../contracts.ts';
import { Flaws, type FlawName } from '../flaws.ts';
import { changed } from '../settings/change.ts';
import { settingsSchema, type Settings } from '../settings/settings.ts';

export interface TestSurroundings extends Surroundings {
  refusals: Refusal[];
  lines: string[];
}

export interface TestDevice {
  anchors?: string[];
  identity?: { chainPem: string; keyPem: string } | null;
  flaws?: FlawName[];
  settings?: DeepPartial<Settings>;
}

/** Every name is an address of this machine. */
export function surroundingsFor({
  anchors = [],
  identity = null,
  flaws: names = [],
  settings = {},
}: TestDevice): TestSurroundings {
  let current = changed(settingsSchema.parse({}), settings);
  const flaws = new Flaws();
  flaws.set(names);
  const refusals: Refusal[] = [];
  const lines: string[] = [];
  const unused = (): never => {
    throw new Error('not used here');
  };
  const own: DeviceIdentity = {
    current: () => (identity ? { ...identity, source: 'factory' } : null),
    set: unused,
    clear: unused,
  };
  return {
    refusals,
    lines,
    settings: () => current,
    change: async (partial) => void (current = changed(current, partial)),
    flaws,
    now: () => new Date(),
    trust: { anchors: () => anchors, list: unused, add: unused, remove: unused },
    identity: own,
    resolve: async () => '127.0.0.1',
    locate: async () => [],
    mac: '000413aabbcc',
    product: { name: 'Test Device', firmware: '1.0' },
    log: (line) => void lines.push(line),
    refused: (refusal) => void refusals.push(refusal),
  };
}

/** What a server of the tests saw of one connection. */
export interface Seen {
  peer: string | null;
  text: string;
  error: string | null;
  /** What the ClientHello named; null: nothing. */
  serverName?: string | null;
}

export interface TestServer extends AsyncDisposable {
  port: number;
  /** Resolves with what was seen when the next connection has closed. */
  next(): Promise<Seen>;
}

/** A node:tls server; `answer` gets what has come in so far and the stream. */
export async function serve(
  options: TlsOptions & SecureContextOptions,
  answer: (text: string, stream: TLSSocket) => void = () => undefined,
  address = '127.0.0.1',
): Promise<TestServer> {
  const finished: Seen[] = [];
  const waiting: ((seen: Seen) => void)[] = [];
  const finish = (seen: Seen): void => {
    const waiter = waiting.shift();
    if (waiter) waiter(seen);
    else finished.push(seen);
  };
  const streams = new Set<TLSSocket>();
  const server: Server = createServer({ rejectUnauthorized: false, ...options }, (stream) => {
    streams.add(stream);
    const peer = stream.getPeerX509Certificate()?.subject ?? null;
    const seen: Seen = { peer, text: '', error: null, serverName: stream.servername || null };
    stream.on('data', (chunk: Buffer) => {
      seen.text += chunk.toString('latin1');
      answer(seen.text, stream);
    });
    stream.on('error', (error: NodeJS.ErrnoException) => (seen.error = error.code ?? error.message));
    stream.on('close', () => finish(seen));
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException) =>
    finish({ peer: null, text: '', error: error.code ?? error.message }),
  );
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    next: () => {
      const seen = finished.shift();
      return seen ? Promise.resolve(seen) : new Promise((resolve) => waiting.push(resolve));
    },
    [Symbol.asyncDispose]: async () => {
      for (const stream of streams) stream.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
