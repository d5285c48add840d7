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
/** How long what is still under way behind the last packet is waited for. */
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
  const whole = await Promise.race([
    Promise.all(all.map((stream) => stream.whole)).then(() => true),
    delay(settleMilliseconds, false, { ref: false }),
  ]);
  for (const stream of all) stream.close();
  return whole && onTime;
}

interface Stream {
  send(frame: number): void;
  /** Resolves when all of its packets have come and opened. */
  whole: Promise<void>;
  close(): void;
}

async function openStream(ssrc: number): Promise<Stream> {
  const master = randomBytes(masterOctets(suite));
  const sender = new SrtpSender(suite, master);
  const receiver = new SrtpReceiver(suite, master);
  const [from, to] = await Promise.all([open(), open()]);
  const payload = randomBytes(160);
  let opened = 0;
  const whole = new Promise<void>((resolve) => {
    to.on('message', (bytes) => {
      if (receiver.unprotect(bytes).result === 'authentic' && ++opened === frames) resolve();
    });
  });
  return {
    send(frame) {
      const packet = { marker: false, payloadType: 0, sequence: frame, timestamp: frame * 160, ssrc, payload };
      from.send(sender.protect(writeRtp(packet)), to.address().port, '127.0.0.1');
    },
    whole,
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
