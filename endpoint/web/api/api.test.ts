import { get } from 'node:https';
import { expect, test } from '@playwright/test';
import { type Settings } from '../../settings/settings.ts';
import { password, startTestDevice } from '../test-device.ts';

const trusted = '/api/v1/files/certs/trusted';

test.describe('access', () => {
  test('asks for the password and takes no other', async () => {
    await using device = await startTestDevice();
    const wrong = Buffer.from('admin:wrong').toString('base64');

    const without = await device.ask('GET', '/api/v1/state', undefined, {});
    const guessed = await device.ask('GET', '/api/v1/state', undefined, { authorization: `Basic ${wrong}` });
    const right = await device.ask('GET', '/api/v1/state');

    expect([without.status, guessed.status, right.status]).toEqual([401, 401, 200]);
    expect(without.headers['www-authenticate']).toContain('Basic');
  });

  test('takes no orders from a page of another site', async () => {
    await using device = await startTestDevice();
    const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;

    const foreign = await device.ask('POST', '/api/v1/register', undefined, {
      authorization,
      origin: 'https://evil.example',
    });
    const own = await device.ask('POST', '/api/v1/register', undefined, { authorization, origin: device.url });

    expect([foreign.status, own.status]).toEqual([403, 200]);
    expect(device.script.asked).toEqual(['register']);
  });

  test('answers what does not exist with a sentence', async () => {
    await using device = await startTestDevice();

    const answer = await device.ask('POST', '/api/v1/registre');

    expect(answer.status).toBe(404);
    expect(answer.json().error).toBe('There is no POST /api/v1/registre.');
  });
});

test.describe('settings', () => {
  test('changes what is sent and nothing else', async () => {
    await using device = await startTestDevice();

    const answer = await device.ask('PUT', '/api/v1/settings', {
      sip: { port: 5071 },
      network: { hosts: { 'sip.lab.test': '127.0.0.1' } },
    });

    const settings = answer.json<Settings>();
    expect(answer.status).toBe(200);
    expect(settings.sip).toMatchObject({ port: 5071, validateServerCertificate: true });
    expect(settings.network.hosts).toEqual({ 'sip.lab.test': '127.0.0.1' });
    expect(device.script.asked).toEqual(['reconfigure']);
  });

  test('takes the proxies that people write', async () => {
    await using device = await startTestDevice();
    const proxies = [
      '',
      'sip.lab.test',
      'sip.lab.test:5071',
      '127.0.0.1;clear=5060',
      '[::1]:5061',
      'sip:sip.lab.test;lr',
    ];

    const answers = await Promise.all(
      proxies.map((outboundProxy) => device.ask('PUT', '/api/v1/settings', { sip: { outboundProxy } })),
    );

    expect(answers.map(({ status }) => status)).toEqual(proxies.map(() => 200));
  });

  test('replaces tables whole, so that a name can be taken out', async () => {
    await using device = await startTestDevice();
    await device.ask('PUT', '/api/v1/settings', { network: { hosts: { a: '127.0.0.1', b: '127.0.0.2' } } });

    const answer = await device.ask('PUT', '/api/v1/settings', { network: { hosts: { b: '::1' } } });

    expect(answer.json<Settings>().network.hosts).toEqual({ b: '::1' });
  });

  test('never reads a password back, and writing back what was read changes nothing', async () => {
    await using device = await startTestDevice();
    await device.ask('PUT', '/api/v1/settings', { account: { user: '2801', password: 'not for reading' } });
    device.device.surroundings.log('digest with not for reading');

    const read = await device.ask('GET', '/api/v1/settings');
    const log = await device.ask('GET', '/api/v1/log');
    const written = await device.ask('PUT', '/api/v1/settings', read.json());

    expect(read.text + log.text + written.text).not.toContain('not for reading');
    expect(device.device.settings().account.password).toBe('not for reading');
  });

  for (const { name, change, field, accepted } of [
    {
      name: 'an unknown field',
      change: { sip: { prot: 5061 } },
      field: 'sip.prot',
      accepted: expect.arrayContaining(['port']) as unknown,
    },
    {
      name: 'an unknown section',
      change: { sipp: {} },
      field: 'sipp',
      accepted: expect.arrayContaining(['sip']) as unknown,
    },
    {
      name: 'a value out of range',
      change: { sip: { port: 0 } },
      field: 'sip.port',
      accepted: 'a whole number from 1 to 65535',
    },
    {
      name: 'an unknown word',
      change: { srtp: { sdpSrtpOffer: 'Mandatory' } },
      field: 'srtp.sdpSrtpOffer',
      accepted: ['Disabled', 'Optional', 'Standard'],
    },
    {
      name: 'a section that is no object',
      change: { sip: 'TLS' },
      field: 'sip',
      accepted: expect.arrayContaining(['transportation']) as unknown,
    },
    { name: 'null', change: { sip: { port: null } }, field: 'sip.port', accepted: 'a whole number from 1 to 65535' },
    {
      name: 'a line break',
      change: { account: { user: 'a\r\nVia: b' } },
      field: 'account.user',
      accepted: 'one line of at most 255 characters',
    },
    {
      name: 'a host without address',
      change: { network: { hosts: { a: 'b' } } },
      field: 'network.hosts.a',
      accepted: 'a table of host names, each with one IP address',
    },
  ]) {
    test(`refuses ${name}, says what is accepted, and changes nothing`, async () => {
      await using device = await startTestDevice();
      const before = device.device.settings();

      const answer = await device.ask('PUT', '/api/v1/settings', { account: { displayName: 'new' }, ...change });

      expect(answer.status).toBe(400);
      expect(answer.json()).toMatchObject({ field, accepted });
      expect(device.device.settings()).toEqual(before);
    });
  }

  test('suggests the nearest name', async () => {
    await using device = await startTestDevice();

    const answer = await device.ask('PUT', '/api/v1/settings', { sip: { outbundProxy: 'x' } });

    expect(answer.json().error).toContain('Did you mean sip.outboundProxy?');
  });
});

test.describe('files', () => {
  test('uploads an authority, lists it, deletes it', async () => {
    await using device = await startTestDevice();

    const added = await device.ask('PUT', `${trusted}/lab%20root.pem`, Buffer.from(device.pem.cert));
    const listed = await device.ask('GET', '/api/v1/files?folder=certs/trusted');
    const removed = await device.ask('DELETE', `${trusted}/lab%20root.pem`);
    const again = await device.ask('DELETE', `${trusted}/lab%20root.pem`);
    const empty = await device.ask('GET', '/api/v1/files?folder=certs/trusted');

    expect([added.status, removed.status, again.status]).toEqual([200, 200, 404]);
    expect(listed.json()).toMatchObject({ files: [{ name: 'lab root.pem', certificates: [{ selfSigned: true }] }] });
    expect(empty.json()).toMatchObject({ files: [] });
  });

  test('refuses what is no certificate and names that lead elsewhere', async () => {
    await using device = await startTestDevice();

    const nonsense = await device.ask('PUT', `${trusted}/a.pem`, Buffer.from('nonsense'));
    const nothing = await device.ask('PUT', `${trusted}/a.pem`, Buffer.alloc(0));
    const elsewhere = await device.ask('PUT', `${trusted}/..%2Fsipclient.pem`, Buffer.from(device.pem.cert));
    const huge = await device.ask('PUT', `${trusted}/a.pem`, Buffer.alloc(600 * 1024, 0x41));
    const folder = await device.ask('GET', '/api/v1/files?folder=/etc');

    expect([nonsense.status, nothing.status, elsewhere.status, huge.status, folder.status]).toEqual([
      400, 400, 400, 413, 400,
    ]);
    expect(folder.json().accepted).toEqual(['certs', 'certs/trusted']);
  });

  test('takes a device certificate, and can be left without any', async () => {
    await using device = await startTestDevice({ hasIdentity: true });
    const state = async (): Promise<unknown> => {
      const { identity, manufacturerCertificate } = (await device.ask('GET', '/api/v1/state')).json<{
        identity: { source: string } | null;
        manufacturerCertificate: string;
      }>();
      return [identity?.source ?? null, manufacturerCertificate];
    };

    expect(await state()).toEqual(['factory', 'Installed']);
    await device.ask('PUT', '/api/v1/files/certs/sipclient.pem', Buffer.from(device.pem.cert + device.pem.key));
    expect(await state()).toEqual(['uploaded', 'Installed']);
    const listed = await device.ask('GET', '/api/v1/files?folder=certs');
    expect(listed.json()).toMatchObject({ files: [{ name: 'sipclient.pem' }] });
    expect(listed.text).not.toContain('PRIVATE');
    await device.ask('DELETE', '/api/v1/identity');
    expect(await state()).toEqual([null, 'Not installed']);
    await device.ask('POST', '/api/v1/reset', { kind: 'reboot' });
    expect(await state()).toEqual([null, 'Not installed']);
    await device.ask('POST', '/api/v1/identity/restore');
    expect(await state()).toEqual(['factory', 'Installed']);
  });
});

test('without TLS no keys: mandatory encryption and TCP exclude each other, whichever comes first', async () => {
  await using device = await startTestDevice();
  const set = (change: object) => device.ask('PUT', '/api/v1/settings', change);

  await set({ srtp: { sdpSrtpOffer: 'Standard' } });
  const tcp = await set({ sip: { transportation: 'TCP' } });
  await set({ srtp: { sdpSrtpOffer: 'Disabled' } });
  const plain = await set({ sip: { transportation: 'TCP' } });
  const standard = await set({ srtp: { sdpSrtpOffer: 'Standard' } });

  expect([tcp.status, plain.status, standard.status]).toEqual([400, 200, 400]);
  expect(tcp.json()).toMatchObject({
    field: 'sip.transportation',
    accepted: ['TLS'],
    error: expect.stringMatching(/TCP while srtp\.sdpSrtpOffer is Standard: the keys .* Disabled first/),
  });
  expect(device.device.settings()).toMatchObject({
    sip: { transportation: 'TCP' },
    srtp: { sdpSrtpOffer: 'Disabled' },
  });
});

test.describe('actions', () => {
  test('a refused server is a result, and the refusal is remembered', async () => {
    await using device = await startTestDevice();
    device.script.attempt = { outcome: 'refused', reason: 'Certificate ended on 13 Nov 2026' };

    const answer = await device.ask('POST', '/api/v1/register');

    const state = (await device.ask('GET', '/api/v1/state')).json<{ refusals: { reason: string }[] }>();
    expect([answer.status, answer.json().outcome]).toEqual([200, 'refused']);
    expect(state.refusals.map(({ reason }) => reason)).toEqual(['Certificate ended on 13 Nov 2026']);
  });

  test('calls, counts and hangs up', async () => {
    await using device = await startTestDevice();

    const call = await device.ask('POST', '/api/v1/call', { to: '2000' });
    const stats = await device.ask('GET', '/api/v1/stats');
    const ended = await device.ask('POST', '/api/v1/hangup', {});
    const none = await device.ask('POST', '/api/v1/hangup');

    expect(call.json()).toMatchObject({ outcome: 'established', call: '1' });
    expect(stats.json()).toMatchObject({ media: { sent: 50 } });
    expect([ended.status, none.status]).toEqual([200, 409]);
  });

  test('refuses incomplete orders and says what is accepted', async () => {
    await using device = await startTestDevice();

    const nobody = await device.ask('POST', '/api/v1/call', {});
    const lines = await device.ask('POST', '/api/v1/call', { to: 'a\r\nb' });
    const mode = await device.ask('POST', '/api/v1/media', { mode: 'music' });

    expect([nobody.status, lines.status, mode.status]).toEqual([400, 400, 400]);
    expect(mode.json().accepted).toEqual(['tone', 'echo', 'sink']);
    expect(device.script.asked).toEqual([]);
  });

  test('a factory reset takes settings and uploads away, and leaves flaws', async () => {
    await using device = await startTestDevice();
    await device.ask('PUT', '/api/v1/settings', { sip: { port: 5071 } });
    await device.ask('PUT', `${trusted}/a.pem`, Buffer.from(device.pem.cert));
    await device.ask('PUT', '/api/v1/flaws', { flaws: ['ignores-dates'] });

    await device.ask('POST', '/api/v1/reset', { kind: 'factory' });

    expect(device.device.settings().sip.port).toBe(5061);
    expect(await device.device.surroundings.trust.list()).toEqual([]);
    expect(device.device.flaws.list()).toEqual(['ignores-dates']);
  });

  test('a soft reset forgets refusals and keeps settings', async () => {
    await using device = await startTestDevice();
    device.script.attempt = { outcome: 'refused', reason: 'no' };
    await device.ask('PUT', '/api/v1/settings', { sip: { port: 5071 } });
    await device.ask('POST', '/api/v1/register');

    await device.ask('POST', '/api/v1/reset', { kind: 'soft' });

    expect(device.device.journal.refusals()).toEqual([]);
    expect(device.device.settings().sip.port).toBe(5071);
    expect(device.script.asked).toContain('stop');
  });
});

test.describe('flaws', () => {
  test('are set by name, and a misspelt one is told', async () => {
    await using device = await startTestDevice();

    const set = await device.ask('PUT', '/api/v1/flaws', { flaws: ['accepts-bad-tag'] });
    const misspelt = await device.ask('PUT', '/api/v1/flaws', { flaws: ['ignore-dates'] });

    expect(set.json().flaws).toEqual(['accepts-bad-tag']);
    expect(misspelt.status).toBe(400);
    expect(misspelt.json()).toMatchObject({
      nearest: 'ignores-dates',
      accepted: expect.arrayContaining(['ignores-dates']),
    });
    expect(device.device.flaws.list()).toEqual(['accepts-bad-tag']);
  });

  test('do not exist unless they were allowed', async () => {
    await using device = await startTestDevice({ allowFlaws: false });

    const answer = await device.ask('PUT', '/api/v1/flaws', { flaws: ['accepts-bad-tag'] });

    expect(answer.status).toBe(404);
    expect(device.device.flaws.list()).toEqual([]);
  });
});

test('streams what happens, one JSON object per line', async () => {
  await using device = await startTestDevice();
  const headers = { authorization: `Basic ${Buffer.from(`admin:${password}`).toString('base64')}` };

  const lines = await new Promise<string[]>((resolve, reject) => {
    // The certificate is checked by the other tests; this connection only listens.
    const listening = get(`${device.url}/api/v1/events`, { headers, rejectUnauthorized: false }, (events) => {
      let text = '';
      events.on('error', reject);
      events.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const complete = text.split('\n').slice(0, -1);
        if (complete.length < 2) return;
        resolve(complete);
        listening.destroy();
      });
      device.ask('POST', '/api/v1/register').then(() => device.ask('POST', '/api/v1/media', { mode: 'echo' }), reject);
    });
    listening.on('error', reject);
  });

  expect(lines.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual(['registration', 'settings']);
});
