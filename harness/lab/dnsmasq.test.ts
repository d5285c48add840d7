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
  const ports = await freePorts({ tcp: 0, udp: 0, both: 1 });
  const { inside } = ports.both[0]!;
  const args = dnsmasqArguments(inside, { host: '127.0.0.1', port: 25061 });
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
    expect(await resolver.resolveSrv('_sips._tcp.hijacked.lab.test')).toEqual([
      { name: 'proxy.attacker.test', port: 25061, priority: 0, weight: 0 },
    ]);
    expect(await resolver.resolve4('proxy.attacker.test')).toEqual(['127.0.0.1']);
    await expect(resolver.resolveSrv('_sips._tcp.sip.lab.test')).rejects.toThrow(/ENODATA|ENOTFOUND/);
    await expect(resolver.resolve6('lab.test')).rejects.toThrow(/ENODATA|ENOTFOUND/);
    await expect(resolver.resolve4('example.org')).rejects.toThrow();
  } finally {
    server.kill();
    await ended;
  }
});
