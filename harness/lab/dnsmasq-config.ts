/** The lab's DNS server: every name under lab.test is the loopback address, and nothing else is answered or asked for. */
import { domain, type Address } from './lab.ts';

export const dnsmasqArguments = ({ host, port }: Address): string[] => [
  '--no-daemon',
  '--conf-file=/dev/null',
  '--no-resolv',
  '--no-hosts',
  '--no-dhcp-interface=*',
  '--bind-interfaces',
  `--listen-address=${host}`,
  `--port=${port}`,
  `--address=/${domain}/127.0.0.1`,
  '--log-queries',
  '--log-facility=-',
  '--pid-file=',
];
