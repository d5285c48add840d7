import { once } from 'node:events';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { expect, test } from '@playwright/test';
import { respond } from '../../wire/sip/digest.ts';
import { header, request, type SipMessage } from '../../wire/sip/message.ts';
import type { Peer } from './peer.ts';
import { registrarService, startRegistrar, type RegistrarService } from './registrar.ts';
import { lacks, listen, makeBench, run, sipOver, type Bench, type SipVisitor } from './testing.ts';

const host = 'sip.lab.test';
const account = { user: '1001', password: 'correct horse' };

let bench: Bench;
let service: RegistrarService;
let registrar: Peer;

test.beforeAll(async () => {
  bench = await makeBench();
});
test.afterAll(() => bench.remove());
test.beforeEach(async () => {
  service = registrarService({ accounts: [account], domain: 'lab.test' });
  registrar = await startRegistrar({ pki: bench.pki, front: 'sip', service });
});
test.afterEach(() => registrar.stop());

test('a device registers by digest, and the witness tells it without a secret', async () => {
  const said = listen(registrar);
  const device = await visit();
  const refused = await device.ask(register());
  expect(refused.status).toBe(401);
  const authorization = credentials(refused);
  const accepted = await device.ask(register({ authorization, contact: '<sip:1001@127.0.0.1:5;transport=tls>' }));
  expect(accepted.status).toBe(200);
  expect(header(accepted, 'Contact')).toBe('<sip:1001@127.0.0.1:5;transport=tls>;expires=120');
  const { leafSha256 } = bench.pki.certificate('good', host);
  const prefix = `TLSv1.3 TLS_AES_256_GCM_SHA384 leaf=${leafSha256}`;
  expect(said.lines).toEqual([
    `${prefix} connected, client certificate not asked for`,
    `${prefix} REGISTER from sip:1001@lab.test → 401`,
    `${prefix} REGISTER from sip:1001@lab.test → 200`,
  ]);
  device.socket.destroy();
});

test('a wrong password is forbidden, a nonce of another connection is stale', async () => {
  const first = await visit();
  const challenged = await first.ask(register());
  const wrong = credentials(challenged, 'wrong');
  expect((await first.ask(register({ authorization: wrong }))).status).toBe(403);
  const second = await visit();
  const answer = await second.ask(register({ authorization: credentials(challenged) }));
  expect(answer.status).toBe(401);
  expect(header(answer, 'WWW-Authenticate')).toContain('stale=true');
  first.socket.destroy();
  second.socket.destroy();
});

test('bindings last until they are removed or forgotten', async () => {
  const device = await visit();
  const authorization = credentials(await device.ask(register()));
  const contactsAfter = async (contact: string, expires?: string): Promise<number> => {
    const answer = await device.ask(register({ authorization, contact, expires }));
    return answer.headers.filter(({ name }) => name === 'Contact').length;
  };
  expect(await contactsAfter('<sip:a@127.0.0.1:5>')).toBe(1);
  expect(await contactsAfter('<sip:b@127.0.0.1:5>')).toBe(2);
  expect(await contactsAfter('<sip:a@127.0.0.1:5>;expires=0')).toBe(1);
  expect(await contactsAfter('*', '0')).toBe(0);
  expect(await contactsAfter('<sip:a@127.0.0.1:5>')).toBe(1);
  service.forgetBindings();
  expect(await contactsAfter('<sip:b@127.0.0.1:5>')).toBe(1);
  device.socket.destroy();
});

test('other requests get the answer that a registrar without calls gives; a ping gets a CRLF', async () => {
  const device = await visit();
  expect((await device.ask(register({ method: 'OPTIONS' }))).status).toBe(200);
  expect((await device.ask(register({ method: 'INVITE' }))).status).toBe(404);
  const unknown = await device.ask(register({ method: 'PUBLISH' }));
  expect([unknown.status, header(unknown, 'Allow')]).toEqual([405, 'REGISTER, OPTIONS']);
  const pong = once(device.socket, 'data');
  device.socket.write('\r\n\r\n');
  expect(String((await pong)[0])).toBe('\r\n');
  device.socket.destroy();
});

test('what is no SIP ends the connection with the reason', async () => {
  const said = listen(registrar);
  const device = await visit();
  device.socket.write('GET / HTTP/1.1\r\n\r\n');
  await once(device.socket, 'close');
  expect(said.lines.at(-1)).toMatch(/ closed: no SIP start line/);
});

test('each connection gets the certificate presented last', async () => {
  for (const fault of ['good', 'expired', 'self-signed', 'missing-intermediate', 'ecdsa-chain'] as const) {
    const { leafSha256 } = registrar.present({ certificate: fault });
    const { socket } = await visit();
    expect(socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(leafSha256);
    expect(leafSha256).toBe(bench.pki.certificate(fault, host).leafSha256);
    socket.destroy();
  }
});

test('an open connection keeps what it was presented; a resumed session can not hide the certificate', async () => {
  const before = await visit();
  const tickets = new Promise<Buffer>((resolve) => before.socket.once('session', resolve));
  await before.ask(register());
  registrar.present({ certificate: 'expired' });
  expect((await before.ask(register())).status).toBe(401);
  const after = await visit({ session: await tickets });
  expect(after.socket.isSessionReused()).toBe(false);
  before.socket.destroy();
  after.socket.destroy();
});

for (const version of ['TLS 1.0', 'TLS 1.1', 'TLS 1.2', 'TLS 1.3'] as const) {
  test(`exactly ${version} on request`, async () => {
    test.skip(lacks('openssl', 'version'), 'openssl is not installed');
    const said = listen(registrar);
    registrar.present({ version });
    const old = ['-cipher', 'DEFAULT:@SECLEVEL=0', '-min_protocol', 'TLSv1', '-connect'];
    const { output } = await run('openssl', ['s_client', ...old, `127.0.0.1:${registrar.address.port}`]);
    const name = version === 'TLS 1.0' ? 'TLSv1' : version.replace('TLS ', 'TLSv');
    expect(output).toMatch(new RegExp(`(Protocol  : ${name}\\n|New, ${name},)`));
    expect(await said.next(/connected/)).toMatch(new RegExp(`^${name} `));
  });
}

test('a client certificate is asked for, required and checked against the device authority', async () => {
  const said = listen(registrar);
  const device = bench.pki.deviceIdentity('02:00:00:00:00:01');
  const stranger = bench.pki.certificate('client-auth-only', host);
  const own = { cert: device.chainPem, key: device.keyPem };
  const foreign = { cert: stranger.chainPem, key: stranger.keyPem };
  registrar.present({ clientCertificate: 'optional' });
  for (const [options, seen] of [
    [{}, /client certificate none$/],
    [own, /client certificate verified \(O=Ringproof, CN=02:00:00:00:00:01\)$/],
    [foreign, /client certificate unverified .*UNABLE_TO_/],
  ] as const) {
    const { ask, socket } = await visit(options);
    expect((await ask(register())).status).toBe(401);
    expect(await said.next(seen)).toContain('connected');
    socket.destroy();
  }
  registrar.present({ clientCertificate: 'required' });
  const welcome = await visit(own);
  expect((await welcome.ask(register())).status).toBe(401);
  welcome.socket.destroy();
  await refusedVisit();
  expect(await said.next(/handshake failed/)).toContain('PEER_DID_NOT_RETURN_A_CERTIFICATE');
  await refusedVisit(foreign);
  expect(await said.next(/client certificate refused/)).toContain('UNABLE_TO_');
});

test('every handshake leaves its secrets in the key log', async () => {
  const keys: string[] = [];
  registrar.onKeyLog((line) => keys.push(line));
  for (const version of ['TLS 1.2', 'TLS 1.3'] as const) {
    registrar.present({ version });
    const ofClient: string[] = [];
    const { ask, socket } = await visit({}, (line) => ofClient.push(line));
    await ask(register());
    expect(ofClient.length).toBeGreaterThan(0);
    expect(keys).toEqual(expect.arrayContaining(ofClient));
    socket.destroy();
  }
});

test('the certificate is made for the host that the device is told to reach', async () => {
  registrar.present({ target: 'domain' });
  const { socket } = await visit();
  expect(socket.getPeerX509Certificate()?.subjectAltName).toBe('DNS:lab.test');
  socket.destroy();
});

test('a presentation of another peer is refused by name', () => {
  for (const certificate of ['empty-certificate-list', 'random-octets-for-leaf'] as const) {
    expect(() => registrar.present({ certificate })).toThrow(`the registrar can not present "${certificate}"`);
  }
  expect(() => registrar.present({ rejectsClient: 48 })).toThrow(/can not present "48"/);
  expect(() => registrar.present({ http: 'digest' })).toThrow(/the registrar can not present "digest"/);
});

type Device = SipVisitor & { socket: TLSSocket };

/** Connects without judging the certificate; `ask` sends and waits for the next message. */
async function visit(options: ConnectionOptions = {}, onKey?: (line: string) => void): Promise<Device> {
  const socket = connect({ ...registrar.address, servername: host, rejectUnauthorized: false, ...options });
  if (onKey) socket.on('keylog', (line: Buffer) => onKey(line.toString('latin1').trimEnd()));
  await once(socket, 'secureConnect');
  return { socket, ...sipOver(socket) };
}

async function refusedVisit(options: ConnectionOptions = {}): Promise<void> {
  const socket = connect({ ...registrar.address, rejectUnauthorized: false, ...options });
  socket.on('error', () => undefined);
  socket.resume();
  await new Promise<void>((resolve) => socket.on('close', () => resolve()));
}

function register(
  fields: { method?: string; authorization?: string; contact?: string; expires?: string } = {},
): SipMessage {
  const { method = 'REGISTER', authorization, contact = '<sip:1001@127.0.0.1:5>', expires = '120' } = fields;
  return request(method, 'sip:lab.test', [
    ['Via', 'SIP/2.0/TLS 127.0.0.1:5;branch=z9hG4bK1'],
    ['From', '<sip:1001@lab.test>;tag=1'],
    ['To', '<sip:1001@lab.test>'],
    ['Call-ID', 'one'],
    ['CSeq', `1 ${method}`],
    ['Contact', contact],
    ['Expires', expires],
    ...(authorization ? [['Authorization', authorization] as const] : []),
  ]);
}

function credentials(challenged: SipMessage, password = account.password): string {
  const asked = header(challenged, 'WWW-Authenticate') ?? '';
  return respond(asked, { method: 'REGISTER', uri: 'sip:lab.test', user: account.user, password });
}
