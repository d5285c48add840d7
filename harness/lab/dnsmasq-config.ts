/**
 * The lab's DNS server: lab.test, attacker.test and every name under them is the loopback address, NAPTR and SRV records lead
 * to the SIP front or to where nothing secure is, and nothing else is answered or asked for.
 */
import type { Lookup } from '../evidence.ts';
import {
  attackerDomain,
  attackerHost,
  bareDomain,
  domain,
  failoverDomain,
  hijackedDomain,
  naptrDomain,
  srvTargetHost,
  twoServicesDomain,
  type Address,
} from './lab.ts';

export interface DnsTargets {
  sipFront: Address;
  /** Where SIP in clear is recorded. */
  clearSip: Address;
  /** Address where the SIP front answers at port 5061; null: none. */
  standardHost: string | null;
}

/** RFC 863: whoever answers here at all answers no SIP. */
const discard = 9;

export const dnsmasqArguments = ({ host, port }: Address, targets: DnsTargets): string[] => [
  '--no-daemon',
  '--conf-file=/dev/null',
  '--no-resolv',
  '--no-hosts',
  '--no-dhcp-interface=*',
  '--bind-interfaces',
  `--listen-address=${host}`,
  `--port=${port}`,
  `--address=/${domain}/127.0.0.1`,
  `--address=/${attackerDomain}/127.0.0.1`,
  ...(targets.standardHost ? [`--address=/${bareDomain}/${targets.standardHost}`] : []),
  // Of what is not there it says so: a refusal would be the failure of a server.
  `--local=/${domain}/`,
  `--local=/${attackerDomain}/`,
  ...services(targets),
  '--log-queries',
  '--log-facility=-',
  '--pid-file=',
];

function services({ sipFront, clearSip }: DnsTargets): string[] {
  const edge = `edge.${naptrDomain}`;
  const srv = (name: string, target: string, { port }: Address): string => `--srv-host=${name},${target},${port}`;
  return [
    srv(`_sips._tcp.${domain}`, srvTargetHost, sipFront),
    srv(`_sips._tcp.${hijackedDomain}`, attackerHost, sipFront),
    // RFC 2782: the lower priority is tried first.
    `${srv(`_sips._tcp.${failoverDomain}`, `first.${failoverDomain}`, { ...sipFront, port: discard })},10`,
    `${srv(`_sips._tcp.${failoverDomain}`, `second.${failoverDomain}`, sipFront)},20`,
    srv(`_sips._tcp.${twoServicesDomain}`, srvTargetHost, sipFront),
    srv(`_sip._tcp.${twoServicesDomain}`, srvTargetHost, clearSip),
    // RFC 3263 §4.1: order, preference, flags, service, regular expression, replacement.
    `--naptr-record=${naptrDomain},10,50,s,SIP+D2T,,_sip._tcp.${edge}`,
    `--naptr-record=${naptrDomain},20,50,s,SIPS+D2T,,_sips._tcp.${edge}`,
    srv(`_sip._tcp.${edge}`, srvTargetHost, clearSip),
    srv(`_sips._tcp.${edge}`, srvTargetHost, sipFront),
  ];
}

/** The questions in what it logs: `dnsmasq: query[SRV] _sips._tcp.lab.test from 127.0.0.1`. */
export const lookupsIn = (lines: readonly string[]): Lookup[] =>
  lines.flatMap((line) => {
    const [, type, name] = /\bquery\[(\w+)\] (\S+) from /.exec(line) ?? [];
    return type !== undefined && name !== undefined ? [{ type, name: name.toLowerCase() }] : [];
  });
