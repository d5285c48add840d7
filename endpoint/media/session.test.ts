import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import { Flaws, type FlawName } from '../flaws.ts';
import { settingsSchema, type Settings } from '../settings/settings.ts';
import { decode, level } from './audio.ts';
import { readRtpHeader, rtpPayload, writeRtp } from './rtp.ts';
import { MediaSession, type MediaParameters } from './session.ts';
import { SrtpReceiver, SrtpSender } from './srtp.ts';

const suite = 'AES_CM_128_HMAC_SHA1_80';

/** A device's media session and a peer socket that keeps whatever arrives. */
async function arrange(mode: Settings['audio']['mode'], flawNames: FlawName[] = []) {
  const audio = settingsSchema.parse({ audio: { mode } }).audio;
  const flaws = new Flaws();
  flaws.set(flawNames);
  const events: string[] = [];
  const session = await MediaSession.open('127.0.0.1', {
    audio: () => audio,
    flaws,
    tell: ({ happened }) => events.push(happened),
  });
  const peer = createSocket('udp4').bind(0, '127.0.0.1');
  await once(peer, 'listening');
  const received: Buffer[] = [];
  peer.on('message', (packet) => received.push(packet));
  const security = { suite, localKey: randomBytes(30), remoteKey: randomBytes(30) } as const;
  const parameters: MediaParameters = {
    remote: { address: '127.0.0.1', port: peer.address().port },
    payloadType: 0,
    send: true,
    receive: true,
    security,
  };
  const send = (packet: Buffer): void => peer.send(packet, session.port, '127.0.0.1');
  const arrived = async (count: number): Promise<Buffer[]> => {
    while (received.length < count) await once(peer, 'message');
    return received;
  };
  const close = (): void => {
    session.close();
    peer.close();
  };
  return { session, audio, events, security, parameters, send, arrived, received, close };
}

const packet = (sequence: number, payload: Buffer): Buffer =>
  writeRtp({ payloadType: 0, marker: false, sequence, timestamp: sequence * 160, ssrc: 77 }, payload);
const counted = (session: MediaSession, wanted: Partial<MediaSession['counters']>) =>
  expect.poll(() => session.counters, { intervals: [5] }).toMatchObject(wanted);

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
