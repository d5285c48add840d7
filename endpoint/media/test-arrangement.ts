/** What the tests of a media session share: the session, and a peer with a port for media and one for RTCP. */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect } from '@playwright/test';
import { Flaws, type FlawName } from '../flaws.ts';
import { settingsSchema, type Settings } from '../settings/settings.ts';
import { writeRtp } from './rtp.ts';
import { MediaSession, type MediaParameters } from './session.ts';

export const suite = 'AES_CM_128_HMAC_SHA1_80';

/** A device's media session and a peer socket that keeps whatever arrives. */
export async function arrange(mode: Settings['audio']['mode'], flawNames: FlawName[] = [], more: object = {}) {
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

export const packet = (sequence: number, payload: Buffer): Buffer =>
  writeRtp({ payloadType: 0, marker: false, sequence, timestamp: sequence * 160, ssrc: 77 }, payload);
export const counted = (session: MediaSession, wanted: Partial<MediaSession['counters']>) =>
  expect.poll(() => session.counters, { intervals: [5] }).toMatchObject(wanted);
