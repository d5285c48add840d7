import { expect, test } from '@playwright/test';
import { SrtpReceiver, SrtpSender } from './srtp.ts';
import { arrange, packet, suite } from './test-arrangement.ts';

/** Packets that the key of the device is for. */
const lifetime = 3;

test('a key that is used up is told once, and nothing more is sent under it, not even a goodbye', async () => {
  const { session, parameters, security, arrived, reported, received, events, send, close } = await arrange(
    'echo',
    [],
    {
      reportIntervalMs: 60_000,
    },
  );
  session.start({ ...parameters, security: { ...security, localTerms: { lifetime } } });
  const [report] = await reported(1);
  const peer = new SrtpSender(suite, security.remoteKey);
  for (let sequence = 1; sequence <= 6; sequence++) send(peer.protect(packet(sequence, Buffer.alloc(160, sequence))));
  const packets = await arrived(lifetime);
  await expect.poll(() => session.counters.received, { intervals: [5] }).toBe(6);
  expect(session.counters.sent).toBe(lifetime);
  expect(events).toEqual(['receiving', 'key used up']);

  // RFC 3711 §3.3.1: another key is there for as many packets again, under the roll-over counter that there was.
  const second = Buffer.alloc(30, 2);
  session.start({ ...parameters, security: { ...security, localKey: second, localTerms: { lifetime } } });
  for (let sequence = 7; sequence <= 9; sequence++) send(peer.protect(packet(sequence, Buffer.alloc(160, sequence))));
  await arrived(2 * lifetime);
  session.close();
  const [before, after] = [new SrtpReceiver(suite, security.localKey), new SrtpReceiver(suite, second)];
  expect(packets.slice(0, 3).map((sealed) => before.unprotect(sealed).outcome)).toEqual(Array(3).fill('accepted'));
  expect(received.slice(3).map((sealed) => after.unprotect(sealed).outcome)).toEqual(Array(3).fill('accepted'));
  expect(events).toEqual(['receiving', 'key used up', 'key used up', 'closed']);
  expect(await reported(1)).toEqual([report]);
  close();
});

test('a key is used up by its reports, too', async () => {
  const { session, parameters, security, reported, events, received, close } = await arrange('tone', [], {
    reportIntervalMs: 20,
  });
  session.start({ ...parameters, send: false, security: { ...security, localTerms: { lifetime } } });
  await expect.poll(() => events, { intervals: [5] }).toEqual(['key used up']);
  const reports = await reported(lifetime);
  close();
  expect(reports).toHaveLength(lifetime);
  expect(received).toHaveLength(0);
});

test('outlives-own-key: goes on under it', async () => {
  const { session, parameters, security, arrived, events, close } = await arrange('tone', ['outlives-own-key']);
  session.start({ ...parameters, security: { ...security, localTerms: { lifetime } } });
  await arrived(lifetime + 2);
  expect(events).toEqual([]);
  close();
});
