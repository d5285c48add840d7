import { expect, test } from '@playwright/test';
import { makeCertificate } from '../trust/test-certificates.ts';
import { createTlsConnector } from './connector.ts';
import { serve, surroundingsFor } from './test-surroundings.ts';

const host = 'sip.example.com';
const day = 86_400_000;
const root = makeCertificate({ cn: 'Root', ca: true, key: 'ca', from: -100, until: 100 });
const leaf = makeCertificate({ cn: host, issuer: root, dns: [host], from: -10, until: 10 });

for (const [days, outcome] of [
  [0, 'accepted'],
  [-9, 'accepted'],
  [9, 'accepted'],
  [-11, /is not valid before/],
  [11, /expired on/],
] as const) {
  test(`a device whose time is ${days} days from now judges a certificate by it`, async () => {
    await using server = await serve({ cert: leaf.pem, key: leaf.keyPem });
    const now = (): Date => new Date(Date.now() + days * day);
    const connector = createTlsConnector({ ...surroundingsFor({ anchors: [root.pem] }), now });
    const attempt = connector
      .connect({ service: 'sip', host, port: server.port, identity: host, validate: true })
      .then((stream) => {
        stream.destroy();
        return 'accepted';
      })
      .catch((error: Error) => error.message);
    expect(await attempt).toEqual(outcome === 'accepted' ? outcome : expect.stringMatching(outcome));
  });
}
