import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import type { FlawName } from '../flaws.ts';
import { makeCertificate } from '../trust/test-certificates.ts';
import { createTlsConnector } from './connector.ts';
import { serve, surroundingsFor } from './test-surroundings.ts';

const host = 'sip.example.com';
const root = makeCertificate({ cn: 'Root', ca: true, key: 'ca' });
const other = makeCertificate({ cn: 'Other', ca: true, key: 'other' });
const leaf = makeCertificate({ cn: host, issuer: root, dns: [host] });

async function open(anchors: string[], validate = true, flaws: FlawName[] = []) {
  const server = await serve({ cert: leaf.pem, key: leaf.keyPem });
  const connector = createTlsConnector(surroundingsFor({ anchors, flaws }));
  const stream = await connector.connect({ service: 'sip', host, port: server.port, identity: host, validate });
  stream.resume();
  return { server, connector, stream };
}

test('a connection ends when the authority that it rests on is removed', async () => {
  const anchors = [root.pem, other.pem];
  const { server, connector, stream } = await open(anchors);
  await using _ = server;
  const failed = once(stream, 'error');

  anchors.shift();
  connector.trustChanged!();

  expect(String((await failed)[0])).toContain('rested on is not trusted any more');
  expect(await server.next()).toMatchObject({ text: '' });
});

test('it goes on when another is removed, and when it was never verified', async () => {
  for (const validate of [true, false]) {
    const anchors = [root.pem, other.pem];
    const { server, connector, stream } = await open(anchors, validate);
    await using _ = server;

    anchors.splice(validate ? 1 : 0);
    connector.trustChanged!();
    stream.end('still here');

    expect((await server.next()).text).toBe('still here');
  }
});

test('where a flaw let the server in, there is nothing that it rests on', async () => {
  const anchors = [other.pem];
  const { server, connector, stream } = await open(anchors, true, ['accepts-incomplete-chain']);
  await using _ = server;

  anchors.shift();
  connector.trustChanged!();
  stream.end('still here');

  expect((await server.next()).text).toBe('still here');
});
