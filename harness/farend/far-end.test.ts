import { expect } from '@playwright/test';
import type { SrtpPolicy } from '../evidence.ts';
import { header } from '../wire/sip/message.ts';
import { createFarEnd } from './create.ts';
import { deviceToneHz } from './scripted-device.ts';
import { optionsFor, test } from './test-stage.ts';

const policies: SrtpPolicy[] = ['disabled', 'optional', 'mandatory'];

/** By RFC 4568 §7 and the policies' own words: mandatory and disabled cannot meet; plain only where one is disabled. */
function outcomeOf(one: SrtpPolicy, other: SrtpPolicy): 'srtp' | 'plain' | 'refused' {
  if (one === 'disabled' || other === 'disabled') return [one, other].includes('mandatory') ? 'refused' : 'plain';
  return 'srtp';
}

for (const direction of ['outgoing', 'incoming'] as const) {
  for (const policy of policies) {
    for (const farPolicy of policies) {
      const outcome = outcomeOf(policy, farPolicy);

      test(`${direction} call, device ${policy}, far end ${farPolicy}: ${outcome}`, async ({ stage }) => {
        const { call } = await stage.call({ policy, media: 'tone' }, { direction, farPolicy });

        const refuser = direction === 'outgoing' ? 'far-end' : 'device';
        const { srtp, plain, undecipherable } = call.fromDevice;
        if (outcome === 'refused') {
          expect(call.status).toEqual({ code: 488, by: refuser });
          expect(call.ended).toMatchObject({ by: refuser, how: 'reject' });
          expect(call.answer).toBeNull();
          expect(srtp + plain + undecipherable).toBe(0);
          expect(call.toDevice.packets).toBe(0);
        } else {
          expect(call.status?.code).toBe(200);
          expect(call.ended).toMatchObject({ by: 'far-end', how: 'BYE' });
          expect(undecipherable).toBe(0);
          expect({ srtp, plain }[outcome]).toBeGreaterThanOrEqual(10);
          expect({ srtp, plain }[outcome === 'srtp' ? 'plain' : 'srtp']).toBe(0);
          expect(call.tone?.hz).toBe(deviceToneHz);
          expect(call.tone?.share).toBeGreaterThan(0.9);
          expect(call.toDevice.packets).toBeGreaterThan(0);
          expect(call.answer?.crypto.length).toBe(outcome === 'srtp' ? 1 : 0);
          expect(call.answer?.profile).toBe(call.offer?.profile);
        }
      });
    }
  }
}

test('finds the one packet in clear before a protected stream', async ({ stage }) => {
  const { call } = await stage.call({
    policy: 'mandatory',
    media: 'tone',
    misbehaviour: 'sends its first packet in clear',
  });

  expect(call.fromDevice).toMatchObject({ plain: 1, undecipherable: 0 });
  expect(call.packets.find((packet) => packet.from === 'device')?.kind).toBe('plain');
});

test('counts packets of an unknown key as undecipherable and hears no tone in them', async ({ stage }) => {
  const { call } = await stage.call({ policy: 'mandatory', media: 'tone', misbehaviour: 'encrypts with another key' });

  expect(call.fromDevice).toMatchObject({ srtp: 0, plain: 0 });
  expect(call.fromDevice.undecipherable).toBeGreaterThanOrEqual(10);
  expect(call.tone).toBeNull();
});

test('an answer without crypto: the device ends the call and sends nothing', async ({ stage }) => {
  const { call } = await stage.call({ policy: 'mandatory', media: 'tone' }, { script: 'answers-without-crypto' });

  expect(call.offer).toMatchObject({ profile: 'RTP/SAVP', crypto: [{ keyOctets: 30 }] });
  expect(call.answer).toMatchObject({ profile: 'RTP/SAVP', crypto: [] });
  expect(call.ended).toMatchObject({ by: 'device', how: 'BYE' });
  expect(call.fromDevice).toEqual({ srtp: 0, plain: 0, undecipherable: 0, rtcp: 0, firstAt: null });
});

test('an answer without crypto: media that comes all the same is counted', async ({ stage }) => {
  const { call } = await stage.call(
    { policy: 'mandatory', media: 'tone', misbehaviour: 'sends media though the answer had no crypto' },
    { script: 'answers-without-crypto' },
  );

  expect(call.fromDevice.plain).toBeGreaterThan(10);
  expect(call.ended).toMatchObject({ by: 'far-end', how: 'BYE' });
});

test('an answer that is no session description: nothing is agreed, and what comes is counted', async ({ stage }) => {
  const { call } = await stage.call({ policy: 'optional', media: 'tone' }, { script: 'answers-garbage' });

  expect(call).toMatchObject({ script: 'answers-garbage', status: { code: 200 }, answer: { port: 0, crypto: [] } });
  expect(call.toDevice.packets).toBe(0);
  expect(call.fromDevice.srtp + call.fromDevice.plain).toBe(0);
  expect(call.steps.map(({ name }) => name)).toEqual(['after the answer']);
  expect(call.steps[0]?.lasted).toBeGreaterThan(350);
});

test('a far end that rings and never answers gives up after the window', async ({ stage }) => {
  const begun = performance.now();
  const { call } = await stage.call({ policy: 'mandatory', media: 'tone' }, { script: 'never-answers', window: 150 });

  expect(call).toMatchObject({ answer: null, status: { code: 480, by: 'far-end' }, ended: { how: 'reject' } });
  expect(call.fromDevice.firstAt).toBeNull();
  expect(call.ladder.map(({ line }) => line.slice(0, 11))).toContain('SIP/2.0 180');
  expect(performance.now() - begun).toBeLessThan(2000);
});

test('a far end that answers and sends nothing still hears the device', async ({ stage }) => {
  const { call } = await stage.call({ policy: 'mandatory', media: 'tone' }, { script: 'is-silent' });

  expect(call.fromDevice).toMatchObject({ plain: 0, undecipherable: 0 });
  expect(call.fromDevice.srtp).toBeGreaterThanOrEqual(10);
  expect(call.toDevice.packets).toBe(0);
});

test('every description is kept in order and without its keys', async ({ stage }) => {
  const { call } = await stage.call({ policy: 'mandatory', media: 'tone' }, { direction: 'incoming' });

  expect(call.descriptions.map(({ from, role, in: place }) => `${from} ${role} ${place}`)).toEqual([
    'far-end offer INVITE',
    'device answer 200',
  ]);
  const [line] = call.descriptions[0]?.media[0]?.crypto ?? [];
  expect(line).toMatchObject({ tag: 1, suite: 'AES_CM_128_HMAC_SHA1_80', keys: [{ octets: 30, lifetime: null }] });
  expect(line?.keys?.[0]?.fingerprint).toBe(call.offer?.crypto[0]?.keyFingerprint);
  expect(JSON.stringify(call.descriptions)).not.toMatch(/inline:(?!\*\*\*)/);
});

test('a mandatory far end listens to a careless answer without crypto, and sends nothing', async ({ stage }) => {
  const { call } = await stage.call(
    { policy: 'disabled', media: 'tone', misbehaviour: 'answers SAVP without crypto' },
    { direction: 'incoming', farPolicy: 'mandatory' },
  );

  expect(call.status).toEqual({ code: 200, by: 'device' });
  expect(call.answer?.crypto).toEqual([]);
  expect(call.fromDevice.plain).toBeGreaterThanOrEqual(10);
  expect(call.toDevice.packets).toBe(0);
});

test('a device that never calls leaves an empty record', async ({ stage }) => {
  const { call, datagrams } = await stage.farEnd.converse({
    direction: 'outgoing',
    farPolicy: 'mandatory',
    devicePolicy: 'mandatory',
    deviceUser: 'device',
    packets: 10,
    window: 100,
    act: () => Promise.resolve(),
  });

  expect(call).toMatchObject({ offer: null, answer: null, status: null, ladder: [], tone: null });
  expect(call.ended).toEqual({ by: 'none', how: 'none', at: null });
  expect(datagrams).toEqual([]);
});

test('gives up with CANCEL when the device never answers', async ({ stage }) => {
  const { call } = await stage.call(
    { policy: 'optional', media: 'tone', misbehaviour: 'never answers' },
    { direction: 'incoming', window: 100 },
  );

  expect(call.status).toBeNull();
  expect(call.ended).toMatchObject({ by: 'far-end', how: 'CANCEL' });
  const invite = stage.device.received.filter((each) => each.method === 'INVITE').at(-1);
  const cancel = stage.device.received.find((each) => each.method === 'CANCEL');
  expect(cancel && header(cancel, 'Via')).toBe(invite && header(invite, 'Via'));
});

test('tells a refusal of the proxy from one of the device', async ({ stage }) => {
  const { call } = await stage.call({ policy: 'optional', media: 'tone', proxyStatus: 404 }, { direction: 'incoming' });

  expect(call.status).toEqual({ code: 404, by: 'proxy' });
  expect(call.ended.how).toBe('none');
  expect(call.ladder.map(({ from, line }) => `${from} ${line.split(' ').slice(0, 2).join(' ')}`)).toEqual([
    'far-end INVITE sip:device@sip.test',
    'proxy SIP/2.0 407',
    'far-end ACK sip:device@sip.test',
    'far-end INVITE sip:device@sip.test',
    'proxy SIP/2.0 100',
    'proxy SIP/2.0 404',
    'far-end ACK sip:device@sip.test',
  ]);
});

test('a silent device ends by the window', async ({ stage }) => {
  const { call } = await stage.call(
    { policy: 'mandatory', media: 'tone', misbehaviour: 'sends no media' },
    { direction: 'incoming', farPolicy: 'mandatory', window: 100 },
  );

  expect(call.status).toEqual({ code: 200, by: 'device' });
  expect(call.ended).toMatchObject({ by: 'far-end', how: 'BYE' });
  expect(call.fromDevice.firstAt).toBeNull();
});

test('sees a device that hangs up, and answers strays without counting them', async ({ stage }) => {
  stage.device.sendStray();
  const { call } = await stage.call({ policy: 'optional', media: 'tone', hangsUpAfter: 3 }, { packets: 1000 });
  await expect.poll(() => stage.device.received.some((message) => message.status === 481)).toBe(true);

  expect(call.ended).toMatchObject({ by: 'device', how: 'BYE' });
  expect(call.ladder.every(({ line }) => !line.includes('481'))).toBe(true);
});

test('keeps at most fifty packets a side, counts all, and records them with their bytes', async ({ stage }) => {
  const { call, datagrams } = await stage.call({ policy: 'mandatory', media: 'tone' }, { packets: 80 });

  expect(call.fromDevice.srtp).toBeGreaterThanOrEqual(80);
  expect(call.packets.filter((packet) => packet.from === 'device')).toHaveLength(50);
  expect(datagrams.filter((each) => each.to.port === call.answer?.port)).toHaveLength(50);
  expect(datagrams[0]?.bytes.length).toBe(182);
  expect(JSON.stringify(call)).not.toMatch(/inline:(?!\*\*\*)/);
});

test('registers anew for each call and after the proxy went away', async ({ stage }) => {
  const before = stage.device.registrations;
  stage.device.breakConnection();
  await expect
    .poll(async () => {
      const ended = await stage
        .call({ policy: 'mandatory', media: 'tone' }, { direction: 'incoming' })
        .catch(() => null);
      return ended?.call.status?.code;
    })
    .toBe(200);

  expect(stage.device.registrations).toBeGreaterThan(before);
  expect(stage.farEnd.keyLog()).toMatch(/^[A-Z_0-9]+ [0-9a-f]{64} [0-9a-f]+\n/);
});

test('blames the lab for a connection that breaks in a call', async ({ stage }) => {
  const ended = stage.call({ policy: 'mandatory', media: 'tone' }, { packets: 1000, window: 5000 });
  await expect.poll(() => stage.device.received.some((message) => message.status === 200)).toBe(true);
  stage.device.breakConnection();

  await expect(ended).rejects.toThrow(/FAR_END_CONNECTION/);
});

test('says what is wrong when it cannot register', async ({ stage, certificate }) => {
  const options = optionsFor(stage.device, certificate);
  const cases: [Partial<typeof options>, RegExp][] = [
    [{ password: 'wrong' }, /FAR_END_REGISTER.*401/],
    [{ serverName: 'other.test' }, /FAR_END_CONNECT.*other\.test/],
    [{ proxy: { host: '127.0.0.1', port: 1 } }, /FAR_END_CONNECT.*127\.0\.0\.1:1/],
  ];

  for (const [change, message] of cases) {
    const farEnd = createFarEnd({ ...options, ...change });
    await expect(farEnd.start()).rejects.toThrow(message);
    await farEnd.stop();
  }
});
