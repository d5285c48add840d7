/** What the tap costs: handshakes per second with it against without, client and server in processes of their own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Address } from '../lab/lab.ts';
import { openTap } from './switchboard.ts';
import { identities } from './test-peers.ts';
import { transcribe } from './transcript.ts';

export interface Measurement {
  name: string;
  value: number;
  unit: string;
  /** A floor; null where the figure is only told. */
  target: number | null;
}

const handshakes = 150;
const warmUp = 20;
const rounds = 7;

const serverCode = `
const [cert, key] = process.argv.slice(1).map((file) => require('node:fs').readFileSync(file));
const server = require('node:tls').createServer({ cert, key, ca: cert, requestCert: true, rejectUnauthorized: false }, (socket) => {
  socket.on('error', () => {});
  socket.once('data', () => socket.end('ok'));
});
server.on('keylog', (line) => process.stdout.write(line));
server.listen(0, '127.0.0.1', () => console.log('PORT ' + server.address().port));
process.stdin.resume().on('end', () => process.exit());`;

const clientCode = `
const [port, count] = process.argv.slice(3);
const [cert, key] = process.argv.slice(1, 3).map((file) => require('node:fs').readFileSync(file));
const once = () => new Promise((resolve) => {
  const socket = require('node:tls').connect({ cert, key, host: '127.0.0.1', port: Number(port), rejectUnauthorized: false }, () => socket.write('x'));
  socket.on('error', () => {}).resume().on('close', resolve);
});
(async () => {
  for (let index = 0; index < ${warmUp}; index++) await once();
  const start = performance.now();
  let left = Number(count);
  await Promise.all([1, 2, 3, 4].map(async () => { while (left-- > 0) await once(); }));
  console.log(Number(count) / (performance.now() - start) * 1000);
})();`;

/** Mutual authentication with RSA-2048, as in the lab. About ten seconds. Needs openssl for the certificates. */
export async function bench(): Promise<Measurement[]> {
  const { server, client } = identities('rsa:2048');
  const peer = spawn(process.execPath, ['-e', serverCode, server.certFile, server.keyFile], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const log = lines(peer);
  const tap = await openTap();
  try {
    const target = { host: '127.0.0.1', port: await log.port };
    await tap.route('sip', target);
    const rate = async ({ port }: Address): Promise<number> => {
      const child = spawn(process.execPath, [
        '-e',
        clientCode,
        client.certFile,
        client.keyFile,
        `${port}`,
        `${handshakes}`,
      ]);
      let output = '';
      child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
      await once(child, 'close');
      return Number(output);
    };
    const [direct, tapped, cpu]: [number[], number[], number[]] = [[], [], []];
    // Side by side and in turn, so that what else the machine does falls on both.
    for (let round = 0; round < rounds; round++) {
      direct.push(await rate(target));
      const before = process.cpuUsage();
      tapped.push(await rate(tap.fronts.sip));
      const { user, system } = process.cpuUsage(before);
      cpu.push((user + system) / 1000 / (handshakes + warmUp));
    }
    const ratios = tapped.map((value, round) => value / (direct[round] ?? value));
    const recorded = tap.connectionsSince(0).slice(-handshakes);
    const keyLog = log.text();
    const start = performance.now();
    for (const connection of recorded) transcribe(connection, keyLog, 0);
    const each = (performance.now() - start) / recorded.length;
    return [
      { name: 'handshakes without tap', value: median(direct), unit: '1/s', target: null },
      { name: 'handshakes with tap', value: median(tapped), unit: '1/s', target: null },
      {
        name: 'handshakes with tap against without',
        value: median(ratios),
        unit: 'ratio',
        target: 0.85,
      },
      // Steadier than the ratio on a machine that does other things.
      { name: 'processor time of the tap for a handshake', value: median(cpu), unit: 'ms', target: null },
      { name: 'transcript of a handshake', value: each, unit: 'ms', target: null },
    ];
  } finally {
    await tap.stop();
    peer.stdin.end();
    peer.kill();
  }
}

function lines(peer: ChildProcess): { port: Promise<number>; text: () => string } {
  const all: string[] = [];
  const port = new Promise<number>((resolve, reject) => {
    peer.once('exit', () => reject(new Error('the server of the bench ended')));
    if (!peer.stdout) return;
    createInterface(peer.stdout).on('line', (line) => {
      all.push(line);
      if (line.startsWith('PORT ')) resolve(Number(line.slice(5)));
    });
  });
  return { port, text: () => all.join('\n') };
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
