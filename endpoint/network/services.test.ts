import { createSocket } from 'node:dgram';
import { expect, test } from '@playwright/test';
import type { ServiceTarget } from '../contracts.ts';
import { Flaws, type FlawName } from '../flaws.ts';
import { settingsSchema } from '../settings/settings.ts';
import { createServiceLookup } from './services.ts';

interface Srv {
  priority: number;
  weight: number;
  port: number;
  target: string;
}

interface Naptr {
  order: number;
  service: string;
  replacement: string;
}

/** By name. */
interface Zone {
  srv?: Record<string, Srv[]>;
  naptr?: Record<string, Naptr[]>;
}

const labels = (name: string): Buffer =>
  Buffer.concat([
    ...name
      .split('.')
      .filter((label) => label !== '')
      .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);

const numbers = (...values: number[]): Buffer =>
  Buffer.concat(values.map((value) => Buffer.from([value >> 8, value & 255])));
const string = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);

/** RFC 2782 and RFC 3403 §4.1. */
const srvData = ({ priority, weight, port, target }: Srv): Buffer =>
  Buffer.concat([numbers(priority, weight, port), labels(target)]);
const naptrData = ({ order, service, replacement }: Naptr): Buffer =>
  Buffer.concat([numbers(order, 50), string('s'), string(service), string(''), labels(replacement)]);

/** A DNS server that knows this zone and no other name (RFC 1035 §4.1); `asked` tells type and name of every question. */
async function dnsServer({ srv = {}, naptr = {} }: Zone): Promise<AsyncDisposable & { port: number; asked: string[] }> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  const known: Record<string, Buffer[]> = {
    ...Object.fromEntries(Object.entries(srv).map(([name, records]) => [`33 ${name}`, records.map(srvData)])),
    ...Object.fromEntries(Object.entries(naptr).map(([name, records]) => [`35 ${name}`, records.map(naptrData)])),
  };
  socket.on('message', (query, from) => {
    const end = query.indexOf(0, 12);
    const name = query.toString('latin1', 13, end).replace(/[\x01-\x1f]/g, '.');
    const type = query.readUInt16BE(end + 1);
    asked.push(`${type} ${name}`);
    const found = known[`${type} ${name}`] ?? [];
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(found.length > 0 ? 0x8180 : 0x8183, 2);
    head.writeUInt16BE(found.length, 6);
    head.writeUInt32BE(0, 8);
    const answers = found.map((data) => Buffer.concat([numbers(0xc00c, type, 1, 0, 0, data.length), data]));
    socket.send(Buffer.concat([head, query.subarray(12, end + 5), ...answers]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  return { port, asked, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void socket.close(resolve)) };
}

const lookUp = (port: number, domain: string, flawNames: FlawName[] = []): Promise<ServiceTarget[]> => {
  const flaws = new Flaws();
  flaws.set(flawNames);
  return createServiceLookup(
    () => settingsSchema.parse({ network: { dnsServer: `127.0.0.1:${port}` } }),
    flaws,
  )(domain);
};

const at = (records: Srv[]): Zone => ({ srv: { '_sips._tcp.lab.test': records } });

test('the lowest priority comes first, and within one the weights are the odds', async () => {
  await using server = await dnsServer(
    at([
      { priority: 20, weight: 1, port: 5063, target: 'last.lab.test' },
      { priority: 10, weight: 0, port: 5062, target: 'seldom.lab.test' },
      { priority: 10, weight: 60000, port: 5061, target: 'often.lab.test' },
    ]),
  );
  for (let time = 0; time < 20; time++)
    expect(await lookUp(server.port, 'lab.test')).toEqual([
      { host: 'often.lab.test', port: 5061 },
      { host: 'seldom.lab.test', port: 5062 },
      { host: 'last.lab.test', port: 5063 },
    ]);
});

test('a domain without the record has no targets', async () => {
  await using server = await dnsServer(at([{ priority: 1, weight: 1, port: 5061, target: 'proxy1.lab.test' }]));
  expect(await lookUp(server.port, 'other.test')).toEqual([]);
});

test('a target that is a dot means that there is no service', async () => {
  await using server = await dnsServer(at([{ priority: 0, weight: 0, port: 0, target: '.' }]));
  await expect(lookUp(server.port, 'lab.test')).rejects.toThrow('lab.test offers no SIP over TLS');
});

test.describe('NAPTR', () => {
  const one = (target: string, port: number): Srv[] => [{ priority: 1, weight: 1, port, target }];
  const zone: Zone = {
    naptr: {
      'lab.test': [
        { order: 10, service: 'SIP+D2T', replacement: '_sip._tcp.edge.lab.test' },
        { order: 30, service: 'SIPS+D2T', replacement: '_sips._tcp.last.lab.test' },
        { order: 20, service: 'sips+d2t', replacement: '_sips._tcp.edge.lab.test' },
      ],
    },
    srv: {
      '_sip._tcp.edge.lab.test': one('clear.lab.test', 5060),
      '_sips._tcp.edge.lab.test': one('edge.lab.test', 5061),
      '_sips._tcp.lab.test': one('direct.lab.test', 5061),
    },
  };

  test('only the records of SIP over TLS count, the lowest order first', async () => {
    await using server = await dnsServer(zone);
    expect(await lookUp(server.port, 'lab.test')).toEqual([{ host: 'edge.lab.test', port: 5061 }]);
    expect(server.asked).toEqual(['35 lab.test', '33 _sips._tcp.edge.lab.test']);
  });

  test('takes-any-naptr goes by the first, in clear', async () => {
    await using server = await dnsServer(zone);
    expect(await lookUp(server.port, 'lab.test', ['takes-any-naptr'])).toEqual([
      { host: 'clear.lab.test', port: 5060, inClear: true },
    ]);
  });

  test('without one for SIP over TLS the name is made of the domain', async () => {
    await using server = await dnsServer({ ...zone, naptr: { 'lab.test': zone.naptr!['lab.test']!.slice(0, 1) } });
    expect(await lookUp(server.port, 'lab.test')).toEqual([{ host: 'direct.lab.test', port: 5061 }]);
  });

  test('asks-for-plain-srv', async () => {
    await using server = await dnsServer({ srv: { '_sip._tcp.lab.test': one('clear.lab.test', 5060) } });
    expect(await lookUp(server.port, 'lab.test', ['asks-for-plain-srv'])).toEqual([
      { host: 'clear.lab.test', port: 5060, inClear: true },
    ]);
  });
});
