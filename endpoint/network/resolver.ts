/** Name to address, as the device asks: its hosts table, then the DNS server it was given, then the system. */
import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Settings } from '../settings/settings.ts';

const plainName = (host: string): string => host.toLowerCase().replace(/\.$/, '');

/** Asks the given server, or the system's where it is empty. */
export function dnsClient(server: string): Resolver {
  const resolver = new Resolver({ timeout: 1500, tries: 2 });
  if (server !== '') resolver.setServers([server]);
  return resolver;
}

async function asked(server: string, name: string): Promise<string> {
  const resolver = dnsClient(server);
  try {
    return (await resolver.resolve4(name))[0]!;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENODATA' && code !== 'ENOTFOUND') throw error;
    return (await resolver.resolve6(name))[0]!;
  }
}

/** The returned function rejects with an Error that says who was asked for what. */
export function createResolver(settings: () => Settings): (host: string) => Promise<string> {
  return async (host) => {
    const address = host.replace(/^\[(.*)\]$/, '$1');
    if (isIP(address) !== 0) return address;
    const name = plainName(host);
    const { hosts, dnsServer } = settings().network;
    for (const [known, itsAddress] of Object.entries(hosts)) if (plainName(known) === name) return itsAddress;
    // RFC 6761 §6.3: localhost is never asked of a server.
    if (name === 'localhost' || name.endsWith('.localhost')) return '127.0.0.1';
    try {
      return dnsServer === '' ? (await lookup(name)).address : await asked(dnsServer, name);
    } catch (error) {
      const who = dnsServer === '' ? "the system's resolver" : `DNS server ${dnsServer}`;
      const code = (error as NodeJS.ErrnoException).code ?? 'no answer';
      throw new Error(`${name} was not found: ${who} says ${code}`, { cause: error });
    }
  };
}
