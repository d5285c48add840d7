/**
 * Devices that are no TLS clients, against the scripted server behind the tap: each attempt ends in bounded time and memory,
 * nothing is concluded of the device, and the next one is served.
 */
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { expect, test } from '@playwright/test';
import type { Evidence } from '../../evidence.ts';
import { attempt, evidence, registered } from '../../judge/evidence.sample.ts';
import { handshakeOutcome } from '../../judge/tls/handshake-outcome.ts';
import { handshakeTimeout } from '../../judge/tls/handshake-timeout.ts';
import { recovers } from '../../judge/tls/recovery.ts';
import type { Outcome } from '../../requirement.ts';
import { openTap } from '../../tap/switchboard.ts';
import type { Tap } from '../../tap/tap.ts';
import { transcribe } from '../../tap/transcript.ts';
import { fileService } from './file-server.ts';
import type { Peer } from './peer.ts';
import { startScriptedTls } from './scripted-tls.ts';
import { listen, makeBench, type Bench } from './testing.ts';

const host = 'prov.lab.test';
/** Times in ms; the usual ones are a matter of seconds. */
const limits = { patience: 300, quiet: 100, longestHandshake: 1200 };

let bench: Bench;
let peer: Peer;
let tap: Tap;

test.beforeAll(async () => void (bench = await makeBench()));
test.afterAll(() => bench.remove());
test.beforeEach(async () => {
  const service = fileService({ files: [], credentials: { username: '', password: '' } });
  peer = await startScriptedTls({ pki: bench.pki, front: 'provisioning', service, limits });
  tap = await openTap();
  await tap.route('provisioning', peer.address);
});
test.afterEach(async () => {
  await tap.stop();
  await peer.stop();
});

/** Resolves when the connection is over, by whomever. */
async function visit(behave: (socket: Socket) => void): Promise<void> {
  const socket = connectTcp(tap.fronts.provisioning);
  socket.on('error', () => undefined);
  socket.on('connect', () => behave(socket));
  socket.resume();
  await once(socket, 'close');
}

/** Writes until the lab takes no more. */
function pour(socket: Socket, next: () => Buffer | null): void {
  for (let bytes = next(); bytes; bytes = next()) if (!socket.write(bytes)) break;
  if (!socket.destroyed) socket.once('drain', () => pour(socket, next));
}

/** So many octets in parts of 64 KiB, the first of them behind `head`. */
function parts(octets: number, head: Buffer): () => Buffer | null {
  let left = octets;
  return () => {
    if (left <= 0) return null;
    const part = Buffer.alloc(Math.min(65_536, left), 0x5a);
    if (left === octets) head.copy(part);
    left -= part.length;
    return part;
  };
}

/** Records of 16 KiB that hold parts of one ClientHello of 2^24 - 1 octets. */
function endlessHello(octets: number): () => Buffer | null {
  let left = octets;
  return () => {
    if (left <= 0) return null;
    const record = Buffer.alloc(5 + 16_384);
    Buffer.from([22, 3, 1, 0x40, 0]).copy(record);
    if (left === octets) Buffer.from([1, 0xff, 0xff, 0xff]).copy(record, 5);
    left -= record.length;
    return record;
  };
}

/** An octet at a time, for as long as anybody listens. */
function trickle(socket: Socket): void {
  const hello = Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]);
  let at = 0;
  const timer = setInterval(() => socket.write(Buffer.of(hello[at++] ?? 0)), 50);
  socket.on('close', () => clearInterval(timer));
}

const megabytes = 10 * 1024 * 1024;
const behaviours: Record<string, (socket: Socket) => void> = {
  'stays silent': () => undefined,
  'sends garbage': (socket) => void socket.write(Buffer.alloc(3000, 0xee)),
  'sends 10 MB of garbage': (socket) => pour(socket, parts(megabytes, Buffer.from([0xee]))),
  'sends 10 MB of one handshake message': (socket) => pour(socket, endlessHello(megabytes)),
  'sends an octet now and then': trickle,
  'closes at once': (socket) => void socket.end(),
  'resets at once': (socket) => void socket.resetAndDestroy(),
};

/** What was recorded, as the evidence of a case between two good controls. */
function facts(mark: number, lines: string[]): Evidence {
  const recorded = tap.connectionsSince(mark);
  const connections = recorded.map((one) => transcribe(one, '', one.openedAt));
  const good = { ...registered(), front: 'sip' as const };
  const control = (role: 'control-before' | 'control-after') => attempt(role, [good]);
  const witness = { program: 'scripted-tls', lines } as const;
  const service = 'provisioning';
  const judged = attempt('case', connections, { service, witness, lasted: 2000 });
  return evidence({ attempts: [control('control-before'), judged, control('control-after')], handshakeLimit: 10_000 });
}

/** What every kind of row says of it. */
function verdicts(seen: Evidence): Set<string> {
  const judge = (outcome: Outcome) => {
    const row = { id: 'X', title: 'X', requirement: 'X', serves: {}, expect: { M2: outcome } };
    return { requirement: 'X', case: row, service: 'provisioning', trust: 'M2' } as const;
  };
  const findings = [
    ...(['accept', 'refuse', 'record'] as const).map((outcome) => handshakeOutcome(seen, judge(outcome))),
    handshakeTimeout(seen, judge('record')),
    ...[true, false].map((mustClose) => recovers({ mustClose })(seen, judge('refuse'))),
  ];
  for (const { seen: reason } of findings) expect(reason).not.toBe('');
  return new Set(findings.map(({ verdict }) => verdict));
}

async function expectServed(): Promise<void> {
  const socket = connect({ ...tap.fronts.provisioning, servername: host, ca: [bench.pki.anchors.lab] });
  await once(socket, 'secureConnect');
  socket.destroy();
}

for (const [what, behave] of Object.entries(behaviours)) {
  test(`a device that ${what} is let go, and nothing is concluded`, async () => {
    const said = listen(peer);
    const mark = tap.mark();
    const begun = performance.now();
    await visit(behave);
    expect(performance.now() - begun).toBeLessThan(4000);
    const kept = tap.connectionsSince(mark).flatMap(({ chunks }) => chunks);
    expect(kept.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThanOrEqual(4 * 1024 * 1024);
    await said.next(/no flight sent/);
    expect(verdicts(facts(mark, said.lines))).toEqual(new Set(['inconclusive']));
    await expectServed();
  });
}

test('of a device that never connects nothing is concluded', () => {
  expect(verdicts(facts(tap.mark(), []))).toEqual(new Set(['inconclusive']));
});

test('of a device that makes 200 connections nothing is concluded, and the lab holds a few of them at a time', async () => {
  const said = listen(peer);
  const mark = tap.mark();
  const begun = performance.now();
  await Promise.all(Array.from({ length: 200 }, () => visit(() => undefined)));
  expect(performance.now() - begun).toBeLessThan(6000);
  expect(tap.connectionsSince(mark)).toHaveLength(200);
  expect(said.lines.length).toBeLessThanOrEqual(64);
  expect(verdicts(facts(mark, said.lines))).toEqual(new Set(['inconclusive']));
  await expectServed();
});
