import { createSocket } from 'node:dgram';
import { expect, test } from '@playwright/test';
import type { ServiceTarget } from '../contracts.ts';
import { settingsSchema } from '../settings/settings.ts';
import { createServiceLookup } from './services.ts';

interface Record {
  priority: number;
  weight: number;
  port: number;
  target: string;
}

const labels = (name: string): Buffer =>
  Buffer.concat([
    ...name
      .split('.')
      .filter((label) => label !== '')
      .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);

/** A DNS server that knows these SRV records for `_sips._tcp.lab.test` and no other name (RFC 1035 §4.1, RFC 2782). */
async function dnsServer(records: Record[]): Promise<AsyncDisposable & { port: number }> {
  const socket = createSocket('udp4');
  const known = labels('_sips._tcp.lab.test');
  socket.on('message', (query, from) => {
    const question = query.subarray(12, query.indexOf(0, 12) + 5);
    const found = question.subarray(0, -4).equals(known) && question.readUInt16BE(known.length) === 33 ? records : [];
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(found.length > 0 ? 0x8180 : 0x8183, 2);
    head.writeUInt16BE(found.length, 6);
    head.writeUInt32BE(0, 8);
    const answers = found.map(({ priority, weight, port, target }) => {
      const name = labels(target);
      const fixed = Buffer.from('c00c00210001000000000000000000000000', 'hex');
      fixed.writeUInt16BE(6 + name.length, 10);
      [priority, weight, port].forEach((value, index) => fixed.writeUInt16BE(value, 12 + 2 * index));
      return Buffer.concat([fixed, name]);
    });
    socket.send(Buffer.concat([head, question, ...answers]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  return { port, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void socket.close(resolve)) };
}

const lookUp = (port: number, domain: string): Promise<ServiceTarget[]> =>
  createServiceLookup(() => settingsSchema.parse({ network: { dnsServer: `127.0.0.1:${port}` } }))(domain);

test('the lowest priority comes first, and within one the weights are the odds', async () => {
  await using server = await dnsServer([
    { priority: 20, weight: 1, port: 5063, target: 'last.lab.test' },
    { priority: 10, weight: 0, port: 5062, target: 'seldom.lab.test' },
    { priority: 10, weight: 60000, port: 5061, target: 'often.lab.test' },
  ]);
  for (let time = 0; time < 20; time++)
    expect(await lookUp(server.port, 'lab.test')).toEqual([
      { host: 'often.lab.test', port: 5061 },
      { host: 'seldom.lab.test', port: 5062 },
      { host: 'last.lab.test', port: 5063 },
    ]);
});

test('a domain without the record has no targets', async () => {
  await using server = await dnsServer([{ priority: 1, weight: 1, port: 5061, target: 'proxy1.lab.test' }]);
  expect(await lookUp(server.port, 'other.test')).toEqual([]);
});

test('a target that is a dot means that there is no service', async () => {
  await using server = await dnsServer([{ priority: 0, weight: 0, port: 0, target: '.' }]);
  await expect(lookUp(server.port, 'lab.test')).rejects.toThrow('lab.test offers no SIP over TLS');
});
