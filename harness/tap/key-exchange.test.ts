/** Group and signature scheme of the key exchange as the transcript tells them, against what openssl says of the same one. */
import { expect, test } from '@playwright/test';
import { openTap } from './switchboard.ts';
import { closedConnection, hasProgram, identities, run, tlsServer } from './test-peers.ts';
import { transcribe } from './transcript.ts';

const servers = { RSA: identities('rsa:2048').server, ECDSA: identities('ec').server };

interface Row {
  version: '1.2' | '1.3';
  flags: string[];
  key: keyof typeof servers;
  /** As the transcript names them. */
  seen: { group: string | null; scheme: string };
  /** As openssl prints them: ephemeral key, signature type, digest. */
  said: RegExp[];
}

const rows: Row[] = [
  {
    ...{ version: '1.2', key: 'RSA', flags: ['-groups', 'P-384', '-sigalgs', 'rsa_pss_rsae_sha384'] },
    seen: { group: 'secp384r1', scheme: 'rsa_pss_rsae_sha384' },
    said: [/Key: ECDH, secp384r1/, /type: RSA-PSS/, /digest: SHA384/],
  },
  {
    ...{ version: '1.2', key: 'RSA', flags: ['-groups', 'X25519', '-sigalgs', 'RSA+SHA256'] },
    seen: { group: 'x25519', scheme: 'rsa_pkcs1_sha256' },
    said: [/Key: X25519/, /type: RSA\n/, /digest: SHA256/],
  },
  {
    ...{ version: '1.2', key: 'RSA', flags: ['-cipher', 'DHE-RSA-AES128-GCM-SHA256', '-sigalgs', 'RSA+SHA512'] },
    seen: { group: null, scheme: 'rsa_pkcs1_sha512' },
    said: [/Key: DH, /, /type: RSA\n/, /digest: SHA512/],
  },
  {
    ...{ version: '1.3', key: 'RSA', flags: ['-groups', 'P-256', '-sigalgs', 'rsa_pss_rsae_sha256'] },
    seen: { group: 'secp256r1', scheme: 'rsa_pss_rsae_sha256' },
    said: [/Key: ECDH, prime256v1/, /type: RSA-PSS/, /digest: SHA256/],
  },
  {
    ...{ version: '1.3', key: 'ECDSA', flags: ['-groups', 'X448'] },
    seen: { group: 'x448', scheme: 'ecdsa_secp256r1_sha256' },
    said: [/Key: X448/, /type: ECDSA/, /digest: SHA256/],
  },
];

for (const { version, key, flags, seen, said } of rows) {
  test(`TLS ${version}, ${seen.group ?? 'a finite field'}, ${seen.scheme}`, async () => {
    test.skip(!process.env.CI && !hasProgram('openssl'), 'openssl is not installed');
    const tap = await openTap();
    const only = `TLSv${version}` as const;
    const groups = 'X25519:P-256:P-384:X448';
    const peer = await tlsServer(
      { ...servers[key], minVersion: only, maxVersion: only, ecdhCurve: groups, dhparam: 'auto' },
      'ok',
    );
    await tap.route('sip', peer.address);
    const { port } = tap.fronts.sip;
    const words = ['s_client', '-connect', `127.0.0.1:${port}`, `-tls1_${version.at(-1)}`, '-ign_eof', ...flags];
    const output = await run('openssl', words, 'x\n');
    const recorded = await closedConnection(tap);
    peer.stop();
    await tap.stop();

    for (const one of said) expect(output).toMatch(one);
    expect(transcribe(recorded, peer.keyLog(), recorded.openedAt).keyExchange).toEqual(seen);
  });
}
