import { createSocket } from 'node:dgram';
import { expect, test } from '@playwright/test';
import { settingsSchema } from '../settings/settings.ts';
import { createResolver } from './resolver.ts';

/** A DNS server that knows one address for every name but `missing.lab.test` (RFC 1035 §4.1). */
async function dnsServer(): Promise<AsyncDisposable & { port: number; asked: number }> {
  const socket = createSocket('udp4');
  const counter = { asked: 0 };
  socket.on('message', (query, from) => {
    counter.asked++;
    const missing = query.includes('missing');
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(missing ? 0x8183 : 0x8180, 2);
    head.writeUInt16BE(missing ? 0 : 1, 6);
    head.writeUInt16BE(0, 10);
    const question = query.subarray(12, query.indexOf(0, 12) + 5);
    const answer = Buffer.from('c00c00010001000000010004c0000207', 'hex');
    socket.send(Buffer.concat(missing ? [head, question] : [head, question, answer]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return Object.assign(counter, {
    port: socket.address().port,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => socket.close(resolve)),
  });
}

const resolver = (network: {
  hosts?: Record<string, string>;
  dnsServer?: string;
}): ((host: string) => Promise<string>) => createResolver(() => settingsSchema.parse({ network }));

test.describe('names', () => {
  test('an address is its own', async () => {
    const resolve = resolver({});

    expect(await Promise.all(['192.0.2.1', '2001:db8::1', '[2001:db8::1]'].map(resolve))).toEqual([
      '192.0.2.1',
      '2001:db8::1',
      '2001:db8::1',
    ]);
  });

  test('the hosts table comes first, in any case and with a final dot', async () => {
    await using server = await dnsServer();
    const resolve = resolver({ hosts: { 'Sip.Lab.Test': '127.0.0.9' }, dnsServer: `127.0.0.1:${server.port}` });

    expect(await resolve('sip.lab.TEST.')).toBe('127.0.0.9');
    expect(server.asked).toBe(0);
  });

  test('the DNS server is asked for the rest, never for localhost', async () => {
    await using server = await dnsServer();
    const resolve = resolver({ dnsServer: `127.0.0.1:${server.port}` });

    expect(await resolve('sip.lab.test')).toBe('192.0.2.7');
    expect(await resolve('localhost')).toBe('127.0.0.1');
    expect(server.asked).toBe(1);
  });

  test('a name that nobody knows is told with the server that was asked', async () => {
    await using server = await dnsServer();
    const resolve = resolver({ dnsServer: `127.0.0.1:${server.port}` });

    await expect(resolve('missing.lab.test')).rejects.toThrow(
      `missing.lab.test was not found: DNS server 127.0.0.1:${server.port} says ENOTFOUND`,
    );
  });
});
