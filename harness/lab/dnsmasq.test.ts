/** What the lab's DNS server really answers. */
import { spawn } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { expect, test } from '@playwright/test';
import { dnsmasqArguments } from './dnsmasq-config.ts';
import { findProgram, programEnvironment } from './programs.ts';
import { freePorts } from './runtimes/free-ports.ts';

const program = findProgram('dnsmasq');

test('the domain, its names and its SRV record lead to the loopback address and the SIP front', async () => {
  test.skip(program === null, 'dnsmasq is not on this machine');
  const free = await freePorts({ tcp: 0, udp: 0, both: 1 });
  const { inside } = free.both[0]!;
  const args = dnsmasqArguments(inside, {
    sipFront: { host: '127.0.0.1', port: 25061 },
    clearSip: { host: '127.0.0.1', port: 25060 },
    standardHost: '127.1.2.3',
  });
  const server = spawn(program!.path, args, { env: { ...process.env, ...programEnvironment() }, stdio: 'ignore' });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  try {
    const resolver = new Resolver({ timeout: 500, tries: 1 });
    resolver.setServers([`${inside.host}:${inside.port}`]);
    await expect.poll(() => resolver.resolve4('lab.test').catch(() => null)).toEqual(['127.0.0.1']);
    for (const name of ['sip.lab.test', 'a.sip.lab.test', 'xn--bcher-kva.lab.test', 'proxy1.lab.test'])
      expect(await resolver.resolve4(name), name).toEqual(['127.0.0.1']);
    expect(await resolver.resolveSrv('_sips._tcp.lab.test')).toEqual([
      { name: 'proxy1.lab.test', port: 25061, priority: 0, weight: 0 },
    ]);
    const servers = await resolver.resolveSrv('_sips._tcp.failover.lab.test');
    expect(servers.map(({ name, priority }) => [priority, name]).sort()).toEqual([
      [10, 'first.failover.lab.test'],
      [20, 'second.failover.lab.test'],
    ]);
    expect(await resolver.resolveSrv('_sips._tcp.hijacked.lab.test')).toEqual([
      { name: 'proxy.attacker.test', port: 25061, priority: 0, weight: 0 },
    ]);
    expect(await resolver.resolve4('proxy.attacker.test')).toEqual(['127.0.0.1']);
    const ports = async (name: string): Promise<number[]> => (await resolver.resolveSrv(name)).map(({ port }) => port);
    expect(await ports('_sips._tcp.services.lab.test')).toEqual([25061]);
    expect(await ports('_sip._tcp.services.lab.test')).toEqual([25060]);
    const named = await resolver.resolveNaptr('naptr.lab.test');
    expect(named.sort((a, b) => a.order - b.order)).toMatchObject([
      { service: 'SIP+D2T', flags: 's', replacement: '_sip._tcp.edge.naptr.lab.test' },
      { service: 'SIPS+D2T', flags: 's', replacement: '_sips._tcp.edge.naptr.lab.test' },
    ]);
    expect(await ports('_sips._tcp.edge.naptr.lab.test')).toEqual([25061]);
    expect(await resolver.resolve4('bare.lab.test')).toEqual(['127.1.2.3']);
    for (const name of ['_sips._tcp.bare.lab.test', '_sips._tcp.naptr.lab.test'])
      await expect(resolver.resolveSrv(name), name).rejects.toThrow(/ENODATA|ENOTFOUND/);
    await expect(resolver.resolveNaptr('services.lab.test')).rejects.toThrow(/ENODATA|ENOTFOUND/);
    await expect(resolver.resolveSrv('_sips._tcp.sip.lab.test')).rejects.toThrow(/ENODATA|ENOTFOUND/);
    await expect(resolver.resolve6('lab.test')).rejects.toThrow(/ENODATA|ENOTFOUND/);
    await expect(resolver.resolve4('example.org')).rejects.toThrow();
  } finally {
    server.kill();
    await ended;
  }
});
