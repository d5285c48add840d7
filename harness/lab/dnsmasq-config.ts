/**
 * The lab's DNS server: lab.test, attacker.test and every name under them is the loopback address, the SRV records lead to the
 * SIP front, and nothing else is answered or asked for.
 */
import { attackerDomain, attackerHost, domain, hijackedDomain, srvTargetHost, type Address } from './lab.ts';

export const dnsmasqArguments = ({ host, port }: Address, sipFront: Address): string[] => [
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
  // Of what is not there it says so: a refusal would be the failure of a server.
  `--local=/${domain}/`,
  `--local=/${attackerDomain}/`,
  `--srv-host=_sips._tcp.${domain},${srvTargetHost},${sipFront.port}`,
  `--srv-host=_sips._tcp.${hijackedDomain},${attackerHost},${sipFront.port}`,
  '--log-queries',
  '--log-facility=-',
  '--pid-file=',
];
