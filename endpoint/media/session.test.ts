import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import { decode, level } from './audio.ts';
import { readRtpHeader, rtpPayload } from './rtp.ts';
import { SrtpReceiver, SrtpSender } from './srtp.ts';
import { arrange, counted, packet, suite } from './test-arrangement.ts';

test('tone: every packet authenticates under our key, and the tone is in it', async () => {
  const { session, parameters, security, arrived, close } = await arrange('tone');
  session.start(parameters);
  const packets = await arrived(5);
  const receiver = new SrtpReceiver(suite, security.localKey);
  const headers = packets.slice(0, 5).map((sealed) => {
    const opened = receiver.unprotect(sealed);
    if (opened.outcome !== 'accepted') throw new Error(opened.outcome);
    const header = readRtpHeader(opened.packet);
    if (!header) throw new Error('no RTP');
    expect(level(decode(0, rtpPayload(opened.packet, header) ?? Buffer.alloc(0)))).toBeGreaterThan(-20);
    return header;
  });
  close();
  const first = headers[0];
  expect(first?.marker).toBe(true);
  expect(first?.sequence).toBeLessThan(0x8000);
  expect(headers.map(({ sequence }) => sequence - (first?.sequence ?? 0))).toEqual([0, 1, 2, 3, 4]);
  expect(headers.map(({ timestamp }) => (timestamp - (first?.timestamp ?? 0)) >>> 0)).toEqual([0, 160, 320, 480, 640]);
});

for (const flaws of [[], ['keeps-own-roll-over-counter']] as const) {
  test(`begins where it is told, over the wrap${flaws.length > 0 ? `: ${flaws.join()}` : ''}`, async () => {
    const { session, parameters, security, arrived, close } = await arrange('tone', [...flaws], {
      firstSequence: 65_534,
    });
    session.start(parameters);
    const packets = await arrived(4);
    close();
    const receiver = new SrtpReceiver(suite, security.localKey);
    const behind = flaws.length > 0 ? 'forged' : 'accepted';
    expect(packets.slice(0, 4).map((sealed) => readRtpHeader(sealed)?.sequence)).toEqual([65_534, 65_535, 0, 1]);
    expect(packets.slice(0, 4).map((sealed) => receiver.unprotect(sealed).outcome)).toEqual([
      'accepted',
      'accepted',
      behind,
      behind,
    ]);
  });
}

test('echo: the same payload comes back under our key, and nothing before', async () => {
  const { session, parameters, security, send, arrived, received, close } = await arrange('echo');
  session.start(parameters);
  const sender = new SrtpSender(suite, security.remoteKey);
  const payload = randomBytes(160);
  expect(received).toHaveLength(0);
  send(sender.protect(packet(1, payload)));
  const [back] = await arrived(1);
  const opened = new SrtpReceiver(suite, security.localKey).unprotect(back ?? Buffer.alloc(0));
  close();
  expect(opened.outcome === 'accepted' && opened.packet.subarray(12)).toEqual(payload);
});

test('sink: counts forged, replayed and plain packets, and plays none of them', async () => {
  const { session, parameters, security, send, close, received, events } = await arrange('sink');
  session.start(parameters);
  const sender = new SrtpSender(suite, security.remoteKey);
  const good = sender.protect(packet(1, Buffer.alloc(160, 1)));
  const forged = sender.protect(packet(2, Buffer.alloc(160, 2)));
  forged[20] = (forged[20] ?? 0) ^ 1;
  for (const each of [good, forged, good, packet(3, Buffer.alloc(160, 3)), randomBytes(3)]) send(each);
  await counted(session, { received: 1, rejected: 2, replayed: 1, plainDropped: 1, sent: 0 });
  close();
  expect(received).toHaveLength(0);
  expect(events).toEqual(['receiving', 'closed']);
});

test('the mode may change during a call', async () => {
  const { session, parameters, audio, arrived, close } = await arrange('sink');
  session.start({ ...parameters, security: null });
  audio.mode = 'tone';
  const [first] = await arrived(1);
  close();
  expect(first).toHaveLength(172);
});

test('one direction held: what is not to be sent is not, what is not to be received is not counted', async () => {
  const { session, parameters, security, send, arrived, received, close } = await arrange('tone');
  const sender = new SrtpSender(suite, security.remoteKey);
  session.start({ ...parameters, send: false });
  send(sender.protect(packet(1, Buffer.alloc(160))));
  await counted(session, { received: 1, sent: 0 });
  expect(received).toHaveLength(0);
  session.start({ ...parameters, receive: false });
  send(sender.protect(packet(2, Buffer.alloc(160))));
  await arrived(2);
  close();
  expect(session.counters.received).toBe(1);
});

test('a closed session has given its port back', async () => {
  const { session, close } = await arrange('sink');
  const { port } = session;
  close();
  const again: Socket = createSocket('udp4').bind(port, '127.0.0.1');
  await once(again, 'listening');
  again.close();
});

test.describe('flaws', () => {
  const plain = (sealed: Buffer | undefined): boolean => sealed?.length === 172;

  test('sends-plain-rtp and first-packet-plain', async () => {
    const all = await arrange('tone', ['sends-plain-rtp']);
    all.session.start(all.parameters);
    expect((await all.arrived(3)).slice(0, 3).map(plain)).toEqual([true, true, true]);
    all.close();
    const first = await arrange('tone', ['first-packet-plain']);
    first.session.start(first.parameters);
    expect((await first.arrived(3)).slice(0, 3).map(plain)).toEqual([true, false, false]);
    first.close();
  });

  test('wrong-srtp-key', async () => {
    const { session, parameters, security, arrived, close } = await arrange('tone', ['wrong-srtp-key']);
    session.start(parameters);
    const [sealed] = await arrived(1);
    close();
    const opened = new SrtpReceiver(suite, security.localKey).unprotect(sealed ?? Buffer.alloc(0));
    expect(opened.outcome).toBe('forged');
  });

  test('accepts-bad-tag and no-replay-window echo what must not be played', async () => {
    const { session, parameters, security, send, arrived, close } = await arrange('echo', [
      'accepts-bad-tag',
      'no-replay-window',
    ]);
    session.start(parameters);
    const sender = new SrtpSender(suite, security.remoteKey);
    const good = sender.protect(packet(1, Buffer.alloc(160, 1)));
    const forged = sender.protect(packet(2, Buffer.alloc(160, 2)));
    forged[forged.length - 1] = (forged[forged.length - 1] ?? 0) ^ 1;
    for (const each of [good, good, forged]) send(each);
    await arrived(3);
    close();
    expect(session.counters).toMatchObject({ received: 3, rejected: 0, replayed: 0 });
  });
});

test('keys are events of their own type inside SRTP, and audio goes on behind them', async () => {
  const { session, parameters, security, arrived, close } = await arrange('tone');
  expect(session.press('1')).toBe(false);
  session.start({ ...parameters, eventType: 101 });
  expect(session.press('1')).toBe(true);
  const packets = (await arrived(12)).slice(0, 12);
  close();
  const receiver = new SrtpReceiver(suite, security.localKey);
  const headers = packets.map((sealed) => {
    const opened = receiver.unprotect(sealed);
    return opened.outcome === 'accepted' ? readRtpHeader(opened.packet) : null;
  });
  const events = headers.filter((header) => header?.payloadType === 101);
  expect(events).toHaveLength(7);
  expect(new Set(events.map((header) => header?.timestamp)).size).toBe(1);
  expect(events.map((header) => header?.marker)).toEqual([true, ...new Array<boolean>(6).fill(false)]);
  expect(headers.at(-1)?.payloadType).toBe(0);
});

test('a call in which nothing comes is told as idle, once for each limit', async () => {
  const { session, parameters, events, close } = await arrange('tone', [], { idleSeconds: 0.05 });
  session.start(parameters);
  await expect.poll(() => events, { intervals: [5] }).toContain('idle');
  close();
});

test('quiet: comfort noise where the peer takes it, inside SRTP', async () => {
  const { session, parameters, security, arrived, close } = await arrange('sink');
  session.start({ ...parameters, comfortNoise: true });
  const [first] = await arrived(1);
  close();
  const opened = new SrtpReceiver(suite, security.localKey).unprotect(first ?? Buffer.alloc(0));
  expect(opened.outcome === 'accepted' && [opened.packet[1], opened.packet.length]).toEqual([0x80 | 13, 13]);
});
