import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import { Flaws, type FlawName } from '../flaws.ts';
import { settingsSchema, type Settings } from '../settings/settings.ts';
import { decode, level } from './audio.ts';
import { readCompound, writeCompound } from './rtcp.ts';
import { readRtpHeader, rtpPayload, writeRtp } from './rtp.ts';
import { MediaSession, type MediaParameters } from './session.ts';
import { SrtpReceiver, SrtpSender } from './srtp.ts';

const suite = 'AES_CM_128_HMAC_SHA1_80';

/** A device's media session and a peer socket that keeps whatever arrives. */
async function arrange(mode: Settings['audio']['mode'], flawNames: FlawName[] = [], more: object = {}) {
  const audio = settingsSchema.parse({ audio: { mode, ...more } }).audio;
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
  const peerControl = createSocket('udp4').bind(0, '127.0.0.1');
  await once(peerControl, 'listening');
  const reports: Buffer[] = [];
  peerControl.on('message', (packet) => reports.push(packet));
  const received: Buffer[] = [];
  peer.on('message', (packet) => received.push(packet));
  const terms = { localTerms: {}, remoteTerms: {} };
  const security = { suite, localKey: randomBytes(30), remoteKey: randomBytes(30), ...terms } as const;
  const parameters: MediaParameters = {
    remote: { address: '127.0.0.1', port: peer.address().port },
    controlPort: peerControl.address().port,
    payloadType: 0,
    eventType: null,
    comfortNoise: false,
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
    peerControl.close();
  };
  const reported = async (count: number): Promise<Buffer[]> => {
    while (reports.length < count) await once(peerControl, 'message');
    return reports;
  };
  const sendControl = (packet: Buffer): void => peerControl.send(packet, session.port + 1, '127.0.0.1');
  return { session, audio, events, security, parameters, send, sendControl, arrived, reported, received, close };
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

test.describe('RTCP', () => {
  const peerKeys = (security: { remoteKey: Buffer }) => new SrtpSender(suite, security.remoteKey);
  const goodbye = (ssrc: number): Buffer =>
    writeCompound({ ssrc, sender: null, blocks: [], cname: 'peer', goodbye: true });
  const partsOf = (opened: ReturnType<SrtpReceiver['unprotectRtcp']>) =>
    opened.outcome === 'accepted' ? readCompound(opened.packet) : opened.outcome;

  test('reports leave at once, at intervals, and with a goodbye at the end, all of them protected', async () => {
    const { session, parameters, security, send, reported, close } = await arrange('echo', [], {
      reportIntervalMs: 20,
    });
    session.start(parameters);
    send(peerKeys(security).protect(packet(1, Buffer.alloc(160))));
    await counted(session, { received: 1 });
    const before = (await reported(3)).length;
    session.close();
    const all = await reported(before + 1);
    close();
    const receiver = new SrtpReceiver(suite, security.localKey);
    const opened = all.map((each) => partsOf(receiver.unprotectRtcp(each)));
    expect(opened[0]).toMatchObject([{ kind: 'report', sender: null, blocks: [] }, { kind: 'other' }]);
    expect(opened.at(-1)).toMatchObject([{ kind: 'report', blocks: [{ ssrc: 77, lost: 0 }] }, {}, { kind: 'goodbye' }]);
  });

  test('a source that has said goodbye is not heard any more; a forged goodbye changes nothing', async () => {
    for (const flaws of [[], ['obeys-forged-goodbye']] satisfies FlawName[][]) {
      const { session, parameters, security, send, sendControl, arrived, close } = await arrange('echo', flaws);
      session.start(parameters);
      const sender = peerKeys(security);
      send(sender.protect(packet(1, Buffer.alloc(160))));
      await arrived(1);
      const sealed = sender.protectRtcp(goodbye(77));
      sealed[sealed.length - 1] = (sealed.at(-1) ?? 0) ^ 1;
      for (const forged of [goodbye(77), sealed, randomBytes(5), randomBytes(1500)]) sendControl(forged);
      await new Promise((resolve) => setTimeout(resolve, 20));
      send(sender.protect(packet(2, Buffer.alloc(160))));
      if (flaws.length === 0) {
        await arrived(2);
        sendControl(sender.protectRtcp(goodbye(77)));
        await new Promise((resolve) => setTimeout(resolve, 20));
        send(sender.protect(packet(3, Buffer.alloc(160))));
      }
      send(
        sender.protect(
          writeRtp({ payloadType: 0, marker: false, sequence: 9, timestamp: 0, ssrc: 78 }, Buffer.alloc(160)),
        ),
      );
      await counted(session, { received: flaws.length === 0 ? 3 : 2 });
      close();
    }
  });

  test('on one port where that was agreed, told apart from media', async () => {
    const { session, parameters, security, send, arrived, close } = await arrange('sink', [], { reportIntervalMs: 20 });
    session.start({ ...parameters, controlPort: parameters.remote.port });
    const sender = peerKeys(security);
    send(sender.protectRtcp(writeCompound({ ssrc: 77, sender: null, blocks: [], cname: 'peer', goodbye: false })));
    send(sender.protect(packet(1, Buffer.alloc(160))));
    const [first] = await arrived(2);
    await counted(session, { received: 1, rejected: 0 });
    close();
    expect(new SrtpReceiver(suite, security.localKey).unprotectRtcp(first ?? Buffer.alloc(0)).outcome).toBe('accepted');
  });

  test('flaws: in clear, not encrypted, and with one index', async () => {
    const seen = async (flaw: FlawName): Promise<{ security: { localKey: Buffer }; reports: Buffer[] }> => {
      const { session, parameters, security, reported, close } = await arrange('sink', [flaw], {
        reportIntervalMs: 20,
      });
      session.start(parameters);
      const reports = await reported(2);
      close();
      return { security, reports };
    };
    const clear = await seen('sends-clear-rtcp');
    expect(readCompound(clear.reports[0] ?? Buffer.alloc(0))?.[0]).toMatchObject({ kind: 'report' });
    const { security, reports } = await seen('repeats-rtcp-index');
    const receiver = new SrtpReceiver(suite, security.localKey);
    expect(reports.map((each) => receiver.unprotectRtcp(each).outcome)).toContain('replayed');
    const open = await seen('sends-unencrypted-srtcp');
    const [word] = open.reports.map((each) => each.readUInt32BE(each.length - 14));
    expect(word).toBe(1);
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
