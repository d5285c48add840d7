import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { expect, test } from '@playwright/test';
import { respond } from '../../wire/sip/digest.ts';
import { header, request, responseTo, writeSip, type SipMessage } from '../../wire/sip/message.ts';
import type { Presentation } from '../presentation.ts';
import type { Peer } from './peer.ts';
import { registrarService, startRegistrar } from './registrar.ts';
import type { SipScript } from './sip-script.ts';
import { listen, makeBench, sipOver, type Bench } from './testing.ts';

const account = { user: '1001', password: 'correct horse' };
let bench: Bench;
let registrar: Peer | null = null;

test.beforeAll(async () => {
  bench = await makeBench();
});
test.afterAll(() => bench.remove());
test.afterEach(() => registrar?.stop());

test('a script answers in place of the registrar, changes its answers, and leaves the rest to it', async () => {
  const { script } = await play({
    answer: (asked, scene) => (asked.method === 'OPTIONS' ? [responseTo(asked, 200, scene.domain)] : undefined),
    respond: (response, asked) => (asked.method === 'PUBLISH' ? [responseTo(asked, 489, 'Bad Event')] : [response]),
  });
  const device = await visit();

  expect((await device.ask('OPTIONS')).reason).toBe('lab.test');
  expect((await device.ask('PUBLISH')).status).toBe(489);
  expect((await device.ask('REGISTER')).status).toBe(401);
  expect(script?.running).toBe(false);
});

test('what happens behind a registration is at work until it has ended, and its requests find their answers', async () => {
  const seen: unknown[] = [];
  const { script, lines } = await play({
    registered: async (scene) => {
      const asked = scene.request('OPTIONS');
      const answer = await scene.ask(asked);
      seen.push(asked.uri, answer?.status, scene.connection);
      scene.close('tls');
    },
  });
  const device = await visit();
  expect((await device.register()).status).toBe(200);
  expect(script?.running).toBe(true);
  const asked = await device.next();
  device.say(responseTo(asked, 486, 'Busy Here'));
  await script?.rest(1000);

  expect(seen).toEqual(['sip:1001@127.0.0.1:5', 486, 0]);
  expect(script?.running).toBe(false);
  expect(lines.some((line) => line.endsWith(' script: done'))).toBe(true);
  expect(lines.some((line) => line.endsWith(' credentials right (MD5) in CSeq 1 REGISTER'))).toBe(true);
});

test('a device that only rings is not left ringing', async () => {
  const finals: unknown[] = [];
  const { script } = await play({
    registered: async (scene) => void finals.push((await scene.ask(scene.request('INVITE'), 50))?.status),
  });
  const device = await visit();
  await device.register();
  const invite = await device.next();
  device.say(responseTo(invite, 180, 'Ringing', { toTag: 'a' }));
  const cancel = await device.next();
  device.say(responseTo(cancel, 200, 'OK'));
  device.say(responseTo(invite, 487, 'Request Terminated', { toTag: 'a' }));
  const ack = await device.next();
  await script?.rest(1000);

  expect([cancel.method, ack.method, finals]).toEqual(['CANCEL', 'ACK', [487]]);
  expect(header(cancel, 'Via')).toBe(header(invite, 'Via'));
});

test('a script finds a response by whatever fits, also one that came before it asked', async () => {
  const found: unknown[] = [];
  const { script } = await play({
    registered: async (scene) => {
      scene.send(Buffer.from('OPTIONS sip:x SIP/2.0\r\nCall-ID: raw\r\nContent-Length: 0\r\n\r\n'));
      const isRaw = (one: SipMessage): boolean => header(one, 'Call-ID') === 'raw';
      found.push((await scene.response(isRaw))?.status, (await scene.response(isRaw))?.status);
      found.push(await scene.response((one) => one.status === 404, 20));
    },
  });
  const device = await visit();
  await device.register();
  device.say(responseTo(await device.next(), 400, 'Bad Request'));
  await script?.rest(1000);

  expect(found).toEqual([400, 400, null]);
});

test('connections of a presentation share what is remembered, a new presentation begins anew', async () => {
  const script: Partial<SipScript> = {
    answer: (asked, { memory, connection }) => {
      memory.set('count', ((memory.get('count') as number | undefined) ?? 0) + 1);
      return [responseTo(asked, 200, `${connection} ${String(memory.get('count'))}`)];
    },
  };
  await play(script);
  const asked = async () => (await (await visit()).ask('OPTIONS')).reason;
  expect([await asked(), await asked()]).toEqual(['0 1', '1 2']);
  await play(script);
  expect(await asked()).toBe('0 1');
});

test('a call of the device is taken, asked within, and over with its BYE', async () => {
  let within: SipMessage | null = null;
  const { script } = await play({
    called: async (call, scene) => void (within = await scene.ask(call.request('INFO', [['Info-Package', 'x']]))),
  });
  const device = await visit();
  const offer = 'v=0\r\no=- 1 1 IN IP4 a\r\ns=-\r\nt=0 0\r\nm=video 4 RTP/AVP 9\r\nm=audio 5 RTP/AVP 8 0\r\n';
  const taken = await device.ask('INVITE', { uri: 'sip:bench@lab.test', body: offer });
  expect(taken.status).toBe(200);
  expect(taken.body.toString()).toContain('m=video 0 RTP/AVP 9\r\nm=audio 9 RTP/AVP 8\r\na=inactive');
  const to = header(taken, 'To');
  device.say(device.request('ACK', { to }));
  const info = await device.next();
  device.say(responseTo(info, 200, 'OK'));
  await script?.rest(1000);
  expect(within).toMatchObject({ status: 200 });
  expect((await device.ask('BYE', { to, number: 2 })).status).toBe(200);
  expect((await device.ask('BYE', { to, number: 3 })).status).toBe(405);
  expect((await device.ask('INVITE', { uri: 'sip:nobody@lab.test' })).status).toBe(404);
});

test('a silent device ends neither a script nor its attempt late', async () => {
  const seen: unknown[] = [];
  const { script } = await play({
    registered: async (scene) => {
      seen.push(await scene.ask(scene.request('OPTIONS'), 20), await scene.next(() => true, 20), await scene.ended(20));
    },
  });
  await (await visit()).register();
  await script?.rest(2000);
  expect(seen).toEqual([null, null, false]);
});

for (const how of ['tcp', 'reset'] as const) {
  test(`ends a connection by ${how}, without a word in TLS`, async () => {
    await play({
      registered: async (scene) => {
        await scene.ask(scene.request('OPTIONS'));
        scene.close(how);
      },
    });
    const device = await visit();
    await device.register();
    const asked = await device.next();
    const closed = Promise.race([
      once(device.socket, 'error').then(([error]) => (error as NodeJS.ErrnoException).code),
      once(device.socket, 'end').then(() => 'FIN'),
    ]);
    device.say(responseTo(asked, 200, 'OK'));
    expect(await closed).toBe(how === 'reset' ? 'ECONNRESET' : 'FIN');
  });
}

test('pings are left without an answer on request; a script that fails says so', async () => {
  const { script, lines } = await play({
    pong: false,
    registered: () => Promise.reject(new Error('broken')),
  });
  const device = await visit();
  await device.register();
  device.socket.write('\r\n\r\n');
  expect((await device.ask('OPTIONS')).status).toBe(200);
  expect(device.octetsBetween).toBe(0);
  expect(script?.failure?.message).toBe('broken');
  expect(lines.some((line) => line.endsWith('ping → no pong'))).toBe(true);
});

async function play(script: Partial<SipScript>) {
  const scripts = { played: { title: 'played', ...script } };
  const service = registrarService({ accounts: [account], domain: 'lab.test', window: 500, scripts });
  registrar = await startRegistrar({ pki: bench.pki, front: 'sip', service });
  const { lines } = listen(registrar);
  return { ...registrar.present({ sip: 'played' } as unknown as Presentation), lines };
}

async function visit() {
  const { host, port } = registrar!.address;
  const socket: TLSSocket = connect({ host, port, ca: bench.pki.anchors.lab, servername: 'sip.lab.test' });
  await once(socket, 'secureConnect');
  socket.on('error', () => undefined);
  const visitor = sipOver(socket);
  let octets = 0;
  let read = 0;
  socket.on('data', (chunk: Buffer) => (octets += chunk.length));
  const next = async (): Promise<SipMessage> => {
    const message = await visitor.next();
    read += writeSip(message).length;
    return message;
  };
  const { say } = visitor;
  const ask = (method: string, more: Parameters<typeof made>[1] = {}): Promise<SipMessage> => {
    say(made(method, more));
    return next();
  };
  const register = async (): Promise<SipMessage> => {
    const asked = header(await ask('REGISTER'), 'WWW-Authenticate') ?? '';
    const given = respond(asked, { method: 'REGISTER', uri: 'sip:lab.test', ...account });
    return ask('REGISTER', { fields: [['Authorization', given]] });
  };
  return {
    socket,
    next,
    say,
    ask,
    register,
    request: made,
    /** Octets that belong to no message that was taken. */
    get octetsBetween(): number {
      return octets - read;
    },
  };
}

interface Wanted {
  uri?: string;
  to?: string | undefined;
  number?: number;
  body?: string;
  fields?: readonly (readonly [string, string])[];
}

function made(method: string, { uri = 'sip:lab.test', to, number = 1, body = '', fields = [] }: Wanted): SipMessage {
  return request(
    method,
    uri,
    [
      ['Via', `SIP/2.0/TLS 127.0.0.1:5;branch=z9hG4bK${method}${number}`],
      ['From', '<sip:1001@lab.test>;tag=1'],
      ['To', to ?? '<sip:1001@lab.test>'],
      ['Call-ID', 'one'],
      ['CSeq', `${number} ${method}`],
      ['Contact', '<sip:1001@127.0.0.1:5>'],
      ['Expires', '60'],
      ...fields,
    ],
    body,
  );
}
