/** A server that is known by its address alone: RFC 9525 §6.4, RFC 6066 §3. */
import { expect, test } from '@playwright/test';
import { createTlsConnector } from '../tls/connector.ts';
import { serve, surroundingsFor } from '../tls/test-surroundings.ts';
import { makeCertificate } from '../trust/test-certificates.ts';
import { createProvisioningClient } from './client.ts';

const root = makeCertificate({ cn: 'Root', ca: true, key: 'ca' });
const body = JSON.stringify({ account: { displayName: 'Lobby' } });

for (const [address, inUrl, another] of [
  ['127.0.0.1', '127.0.0.1', '127.0.0.2'],
  ['::1', '[::1]', '::2'],
] as const) {
  test(`a URL with the address ${address}: its certificate names it, and it is no server name`, async () => {
    const provision = async (names: { ips?: string[]; dns?: string[] }) => {
      const { pem, keyPem } = makeCertificate({ cn: 'server', issuer: root, ...names });
      await using server = await serve(
        { cert: pem, key: keyPem },
        (text, stream) => {
          if (text.endsWith('\r\n\r\n')) stream.end(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
        },
        address,
      );
      const url = `https://${inUrl}:${server.port}/device.cfg`;
      const surroundings = {
        ...surroundingsFor({ anchors: [root.pem], settings: { provisioning: { url } } }),
        resolve: async (host: string) => host,
      };
      const { outcome } = await createProvisioningClient(surroundings, createTlsConnector(surroundings)).provision();
      return { outcome, seen: await server.next(), host: `${inUrl}:${server.port}` };
    };

    const { outcome, seen, host } = await provision({ ips: [address] });
    expect(outcome).toBe('accepted');
    expect(seen.serverName).toBeNull();
    expect(seen.text).toContain(`\r\nHost: ${host}\r\n`);

    expect((await provision({ ips: [another] })).outcome).toBe('refused');
    expect((await provision({ dns: [address] })).outcome).toBe('refused');
  });
}
