import { randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { Flaws, type FlawName } from '../flaws.ts';
import { Incoming } from './incoming.ts';
import { writeRtp } from './rtp.ts';
import { SrtpReceiver, SrtpSender } from './srtp.ts';

const suite = 'AES_CM_128_HMAC_SHA1_80';

/** A sender and what a device with those flaws hears of it. */
function arrange(...names: FlawName[]) {
  const key = randomBytes(30);
  const flaws = new Flaws();
  flaws.set(names);
  const counters = { sent: 0, received: 0, rejected: 0, replayed: 0, plainDropped: 0 };
  const incoming = new Incoming(() => new SrtpReceiver(suite, key), counters, flaws);
  const sender = new SrtpSender(suite, key);
  const plain = (sequence: number, ssrc = 7): Buffer =>
    writeRtp({ payloadType: 0, marker: false, sequence, timestamp: 0, ssrc }, Buffer.alloc(160, sequence & 0xff));
  const sealed = (sequence: number, ssrc = 7): Buffer => sender.protect(plain(sequence, ssrc));
  const hears = (packet: Buffer): boolean => incoming.open(packet) !== null;
  return { incoming, counters, plain, sealed, hears };
}

const around = [65533, 65534, 65535, 0, 1, 2];
const lossy = [65533, 65534, 1, 2];

test('without a flaw: over the wrap, with losses, late, from a second source; nothing twice, nothing in clear', () => {
  for (const sequences of [around, lossy, [65534, 0, 65535, 1]]) {
    const { sealed, hears } = arrange();
    expect(sequences.map((sequence) => hears(sealed(sequence)))).toEqual(sequences.map(() => true));
  }
  const { sealed, plain, hears, counters, incoming } = arrange();
  const first = sealed(1);
  expect([first, first, plain(2), sealed(200), first, sealed(5, 8), randomBytes(11)].map(hears)).toEqual([
    ...[true, false, false, true, false, true, false],
  ]);
  expect(counters).toMatchObject({ replayed: 2, plainDropped: 1, rejected: 1 });
  expect([incoming.broken, incoming.gaveUp]).toEqual([false, false]);
});

test('each flaw hears, or does not hear, what it names', () => {
  const reset = arrange('resets-roll-over-counter');
  expect(around.map((sequence) => reset.hears(reset.sealed(sequence)))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
  const missed = arrange('misses-roll-over-in-loss');
  expect(around.map((sequence) => missed.hears(missed.sealed(sequence)))).toEqual(around.map(() => true));
  const lost = arrange('misses-roll-over-in-loss');
  expect(lossy.map((sequence) => lost.hears(lost.sealed(sequence)))).toEqual([true, true, false, false]);

  const late = arrange('drops-late-packets');
  const [one, two] = [late.sealed(1), late.sealed(2)];
  expect([two, one].map(late.hears)).toEqual([true, false]);

  const old = arrange('forgets-old-packets');
  const [early, soon] = [old.sealed(1), old.sealed(2)];
  expect([early, soon, early, old.sealed(100), early].map(old.hears)).toEqual([true, true, false, true, true]);

  const single = arrange('hears-first-source-only');
  expect([single.sealed(1), single.sealed(1, 8), single.sealed(2)].map(single.hears)).toEqual([true, false, true]);

  const open = arrange('plays-plain-packets');
  expect([open.sealed(1), open.plain(2), randomBytes(180)].map(open.hears)).toEqual([true, true, false]);

  const broken = arrange('breaks-on-malformed-packets');
  expect([broken.hears(broken.sealed(1)), broken.incoming.broken]).toEqual([true, false]);
  expect([broken.hears(broken.sealed(2).subarray(0, 15)), broken.incoming.broken]).toEqual([false, true]);

  const tired = arrange('gives-up-on-bad-packets');
  for (let bad = 0; bad < 10; bad++) tired.hears(tired.plain(bad));
  expect([tired.incoming.gaveUp, tired.hears(tired.sealed(20))]).toEqual([true, false]);
});
