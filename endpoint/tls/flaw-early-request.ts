/** The flaw `sends-before-verifying`: the first request of the service, as it leaves before the certificate was checked. */
import type { ConnectOptions, Surroundings } from '../contracts.ts';

export function earlyRequest(surroundings: Surroundings, { service, host, identity }: ConnectOptions): string {
  const { account, provisioning } = surroundings.settings();
  if (service === 'provisioning') {
    const { pathname, search } = URL.canParse(provisioning.url)
      ? new URL(provisioning.url)
      : { pathname: '/', search: '' };
    return `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
  }
  const token = surroundings.mac;
  const person = `<sip:${account.user}@${identity}>`;
  return [
    `REGISTER sip:${identity} SIP/2.0`,
    `Via: SIP/2.0/TLS ${token}.invalid;branch=z9hG4bK${Date.now().toString(36)}`,
    'Max-Forwards: 70',
    `From: ${person};tag=${token}`,
    `To: ${person}`,
    `Call-ID: ${token}`,
    'CSeq: 1 REGISTER',
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n');
}
