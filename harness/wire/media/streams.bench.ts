/** How many streams of 50 packets a second one process holds without loss: protected, over UDP of this machine, and opened. */
import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { writeRtp } from './rtp.ts';
import { masterOctets } from './srtp-suites.ts';
import { SrtpReceiver, SrtpSender } from './srtp.ts';

const suite = 'AES_CM_128_HMAC_SHA1_80';
const frameMilliseconds = 20;
const frames = 50;
/** What is still under way when the last packet is sent. */
const settleMilliseconds = 200;
const steps = [25, 50, 100, 200];

export async function bench(): Promise<{ name: string; value: number; unit: string; target: number | null }[]> {
  let held = 0;
  for (const streams of steps) {
    if (!(await arrivesWhole(streams))) break;
    held = streams;
  }
  return [{ name: 'SRTP streams of 50 packets/s without loss', value: held, unit: 'streams', target: 25 }];
}

async function arrivesWhole(streams: number): Promise<boolean> {
  const all = await Promise.all(Array.from({ length: streams }, (_, ssrc) => openStream(ssrc)));
  const begun = performance.now();
  for (let frame = 0; frame < frames; frame++) {
    for (const stream of all) stream.send(frame);
    await delay(Math.max(0, begun + (frame + 1) * frameMilliseconds - performance.now()));
  }
  // A process that is too slow sends late, which is no stream of 50 packets a second either.
  const onTime = performance.now() - begun < (frames + 5) * frameMilliseconds;
  await delay(settleMilliseconds);
  const whole = all.every((stream) => stream.opened() === frames);
  for (const stream of all) stream.close();
  return whole && onTime;
}

async function openStream(ssrc: number): Promise<{ send(frame: number): void; opened(): number; close(): void }> {
  const master = randomBytes(masterOctets(suite));
  const sender = new SrtpSender(suite, master);
  const receiver = new SrtpReceiver(suite, master);
  const [from, to] = await Promise.all([open(), open()]);
  const payload = randomBytes(160);
  let opened = 0;
  to.on('message', (bytes) => {
    if (receiver.unprotect(bytes).result === 'authentic') opened++;
  });
  return {
    send(frame) {
      const packet = { marker: false, payloadType: 0, sequence: frame, timestamp: frame * 160, ssrc, payload };
      from.send(sender.protect(writeRtp(packet)), to.address().port, '127.0.0.1');
    },
    opened: () => opened,
    close() {
      from.close();
      to.close();
    },
  };
}

async function open(): Promise<Socket> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}
