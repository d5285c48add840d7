import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import type { DeepPartial, Surroundings } from '../contracts.ts';
import { Flaws, type FlawName } from '../flaws.ts';
import { SrtpReceiver, SrtpSender } from '../media/srtp.ts';
import { settingsSchema, type Settings } from '../settings/settings.ts';
import { writeRtp } from '../media/rtp.ts';
import { createSipAgent } from './agent.ts';
import { one, pskConnector, RawSipServer, type SipMessage } from './raw-sip-server.ts';

const cm80 = 'AES_CM_128_HMAC_SHA1_80';

/** A device's agent, a server that it connects to, and a media port of the far end. */
async function arrange(overrides: DeepPartial<Settings> = {}, flawNames: FlawName[] = []) {
  const server = new RawSipServer();
  const port = await server.listen();
  const base = {
    account: { domain: 'sip.test', user: 'alice', password: 'secret' },
    sip: { outboundProxy: '127.0.0.1', port },
  };
  const settings = settingsSchema.parse({
    ...overrides,
    account: { ...base.account, ...overrides.account },
    sip: { ...base.sip, ...overrides.sip },
  });
  const flaws = new Flaws();
  flaws.set(flawNames);
  const log: string[] = [];
  const surroundings: Surroundings = {
    settings: () => settings,
    flaws,
    resolve: async (host) => host,
    mac: '001122334455',
    product: { name: 'Test Phone', firmware: '1.0' },
    log: (line) => log.push(line),
    change: () => Promise.reject(new Error('the agent changes no settings')),
    refused: () => undefined,
    get trust(): never {
      throw new Error('the agent asks for no trust');
    },
    get identity(): never {
      throw new Error('the agent asks for no identity');
    },
  };
  const connector = pskConnector(port);
  const agent = createSipAgent(surroundings, connector, { connectMs: 2000, answerMs: 300 });
  const media = createSocket('udp4').bind(0, '127.0.0.1');
  await once(media, 'listening');
  const packets: Buffer[] = [];
  media.on('message', (packet) => packets.push(packet));
  const close = async (): Promise<void> => {
    await agent.stop();
    server.close();
    media.close();
  };
  return { agent, server, settings, connector, log, media, packets, close };
}

const sdp = (port: number, profile: string, crypto: string[] = []): string =>
  ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', `m=audio ${port} ${profile} 0`, ...crypto]
    .map((line) => `${line}\r\n`)
    .join('');
const key = (): Buffer => randomBytes(30);
const cryptoOf = (tag: number, bytes: Buffer): string => `a=crypto:${tag} ${cm80} inline:${bytes.toString('base64')}`;
const keyIn = (body: string): Buffer => Buffer.from(/inline:([\w+/]+=*)/.exec(body)?.[1] ?? '', 'base64');
const portIn = (body: string): number => Number(/m=audio (\d+)/.exec(body)?.[1]);
const contactOf = (message: SipMessage): string => /<([^>]+)>/.exec(one(message, 'contact'))?.[1] ?? '';

test.describe('registration', () => {
  test('digest, Via and Contact are right, and the connection stays', async () => {
    const { agent, server, close } = await arrange();
    expect(await agent.register()).toEqual({ outcome: 'accepted' });
    expect(agent.registration()).toMatchObject({ state: 'registered', verified: true });
    const [first, second] = server.messages;
    expect(first?.start).toBe('REGISTER sip:sip.test SIP/2.0');
    expect(first && one(first, 'via')).toMatch(/^SIP\/2\.0\/TLS 127\.0\.0\.1;.*rport/);
    expect(first?.headers['user-agent']).toEqual(['Test Phone/1.0']);
    expect(second && one(second, 'authorization')).toMatch(/^Digest .*qop=auth/);
    expect(second && one(second, 'authorization')).not.toContain('secret');
    server.write('\r\n\r\n');
    await server.received();
    expect([server.between, server.connections]).toEqual(['\r\n', 1]);
    await close();
  });

  test('every attempt has a connection of its own', async () => {
    const { agent, server, close } = await arrange();
    await agent.register();
    await agent.register();
    expect(server.connections).toBe(2);
    const states: unknown[] = [];
    agent.onEvent(({ state }) => states.push(state));
    expect(await agent.unregister()).toEqual({ outcome: 'accepted' });
    expect(one(await server.expect(/^REGISTER/, 4), 'contact')).toContain('expires=0');
    expect(states).toEqual(['unregistered']);
    expect(agent.registration()).toMatchObject({ state: 'unregistered', reason: '' });
    await close();
  });

  for (const [behaviour, expected] of [
    ['forbid', { outcome: 'failed', reason: '403 Forbidden' }],
    ['silent', { outcome: 'timeout', reason: 'the registrar did not answer within 300 ms' }],
    ['hang-up', { outcome: 'failed', reason: expect.stringMatching(/before the registrar had answered/) }],
    ['without-contact', { outcome: 'failed', reason: expect.stringMatching(/does not list our contact/) }],
  ] as const)
    test(`a registrar that answers with ${behaviour}`, async () => {
      const { agent, server, close } = await arrange();
      server.behaviour = behaviour;
      expect(await agent.register()).toMatchObject(expected);
      expect(agent.registration().state).toBe('failed');
      server.behaviour = 'register';
      expect(await agent.register()).toEqual({ outcome: 'accepted' });
      await close();
    });

  test('a wrong password is tried once', async () => {
    const { agent, server, close } = await arrange({ account: { password: 'wrong' } });
    expect(await agent.register()).toEqual({ outcome: 'failed', reason: '401 Unauthorized' });
    expect(server.messages).toHaveLength(2);
    await close();
  });

  test('a refused server: the reason is handed on, and nothing is sent', async () => {
    const { agent, server, connector, close } = await arrange();
    connector.refuse = true;
    expect(await agent.register()).toEqual({ outcome: 'refused', reason: 'the chain ends nowhere' });
    expect(await agent.connect()).toMatchObject({ outcome: 'refused' });
    expect(agent.registration()).toMatchObject({ state: 'refused', reason: 'the chain ends nowhere', verified: false });
    expect(server.connections).toBe(0);
    await close();
  });

  test('connect opens the connection and says nothing', async () => {
    const { agent, server, close } = await arrange();
    expect(await agent.connect()).toEqual({ outcome: 'accepted' });
    server.write('\r\n\r\n');
    await server.received();
    expect(server.messages).toHaveLength(0);
    await close();
  });

  test('what cannot work says why', async () => {
    const udp = await arrange({ sip: { transportation: 'UDP' } });
    expect(await udp.agent.register()).toMatchObject({
      outcome: 'failed',
      reason: expect.stringMatching(/UDP is not supported/),
    });
    await udp.close();
    const nobody = await arrange({ account: { user: '' } });
    expect(await nobody.agent.register()).toMatchObject({
      outcome: 'failed',
      reason: expect.stringMatching(/account\.user/),
    });
    expect(await nobody.agent.unregister()).toEqual({ outcome: 'failed', reason: 'there is no connection' });
    await expect(nobody.agent.answer()).rejects.toThrow('no call is ringing');
    await expect(nobody.agent.hangup('x')).rejects.toThrow('there is no call x');
    await nobody.close();
  });

  test('changed settings close the connection, others do not', async () => {
    const { agent, settings, close } = await arrange();
    await agent.register();
    settings.audio.mode = 'sink';
    await agent.reconfigure();
    expect(agent.registration().state).toBe('registered');
    settings.account.user = 'bob';
    await agent.reconfigure();
    expect(agent.registration()).toMatchObject({ state: 'unregistered', reason: 'the settings were changed' });
    await close();
  });

  test('a dropped connection is told', async () => {
    const { agent, server, close } = await arrange();
    const states: unknown[] = [];
    await agent.register();
    const lost = new Promise<void>((resolve) =>
      agent.onEvent((event) => {
        states.push(event.state);
        resolve();
      }),
    );
    server.drop();
    await lost;
    expect(states).toEqual(['failed']);
    expect(agent.registration().reason).toContain('the connection was closed');
    await close();
  });

  test('falls-back-to-clear sends a REGISTER by TCP and UDP', async () => {
    const tcp = createServer();
    tcp.listen(0, '127.0.0.1');
    await once(tcp, 'listening');
    const { port } = tcp.address() as AddressInfo;
    const udp = createSocket('udp4').bind(port, '127.0.0.1');
    await once(udp, 'listening');
    const stream = once(tcp, 'connection').then(([socket]) => once(socket as NodeJS.EventEmitter, 'data'));
    const datagram = once(udp, 'message');
    const { agent, connector, settings, close } = await arrange({}, ['falls-back-to-clear']);
    settings.sip.outboundProxy = `127.0.0.1;clear=${port}`;
    connector.refuse = true;
    expect(await agent.register()).toMatchObject({ outcome: 'refused' });
    for (const [octets] of [await stream, await datagram]) expect(String(octets)).toMatch(/^REGISTER sip:sip\.test /);
    tcp.close();
    udp.close();
    await close();
  });
});

test.describe('outgoing calls', () => {
  const place = async (mode: Settings['srtp']['sdpSrtpOffer'], flaws: FlawName[] = []) => {
    const all = await arrange({ srtp: { sdpSrtpOffer: mode, cryptoSuite: cm80 } }, flaws);
    await all.agent.register();
    return all;
  };

  test('Standard: RTP/SAVP is offered, the answer taken, SRTP flows both ways, and BYE ends it', async () => {
    const { agent, server, media, packets, settings, close } = await place('Standard');
    settings.audio.mode = 'echo';
    const ours = key();
    let offer = '';
    server.onInvite = ({ body }) => {
      offer = body;
      return { status: '200 OK', sdp: sdp(media.address().port, 'RTP/SAVP', [cryptoOf(1, ours)]) };
    };
    const { outcome, call } = await agent.call('far');
    expect(outcome).toBe('established');
    expect((await server.expect(/^INVITE/)).start).toBe('INVITE sip:far@sip.test SIP/2.0');
    expect(offer).toMatch(/m=audio \d+ RTP\/SAVP 0 8\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:\S{40}\r\n/);
    await server.expect(/^ACK/);
    const rtp = writeRtp({ payloadType: 0, marker: false, sequence: 1, timestamp: 1, ssrc: 9 }, Buffer.alloc(160, 7));
    media.send(new SrtpSender(cm80, ours).protect(rtp), portIn(offer), '127.0.0.1');
    await once(media, 'message');
    const opened = new SrtpReceiver(cm80, keyIn(offer)).unprotect(packets[0] ?? Buffer.alloc(0));
    expect(opened.outcome === 'accepted' && opened.packet.subarray(12)).toEqual(Buffer.alloc(160, 7));
    expect(agent.calls()).toMatchObject([
      { id: call, direction: 'outgoing', state: 'established', secured: true, suite: cm80, media: { received: 1 } },
    ]);
    await agent.hangup(call);
    await server.expect(/^BYE/);
    expect(agent.calls()).toMatchObject([{ state: 'ended', secured: true, media: { sent: 1, received: 1 } }]);
    await close();
  });

  test('Standard: an answer without crypto ends the call with ACK and BYE, and not one packet is sent', async () => {
    const { agent, server, media, packets, close } = await place('Standard');
    server.onInvite = () => ({ status: '200 OK', sdp: sdp(media.address().port, 'RTP/AVP') });
    expect(await agent.call('far')).toMatchObject({
      outcome: 'failed',
      code: 488,
      reason: expect.stringMatching(/no crypto line/),
    });
    await server.expect(/^ACK/);
    expect(one(await server.expect(/^BYE/), 'reason')).toContain('cause=488');
    expect(agent.calls()).toMatchObject([{ state: 'ended', secured: false, media: { sent: 0 } }]);
    expect(packets).toHaveLength(0);
    await close();
  });

  test('Standard with plain-fallback-in-mandatory goes on in clear', async () => {
    const { agent, server, media, packets, close } = await place('Standard', ['plain-fallback-in-mandatory']);
    server.onInvite = () => ({ status: '200 OK', sdp: sdp(media.address().port, 'RTP/AVP') });
    expect(await agent.call('far')).toMatchObject({ outcome: 'established' });
    await once(media, 'message');
    expect(packets[0]).toHaveLength(172);
    await close();
  });

  test('Optional: RTP/AVP with crypto is offered; a plain answer makes plain RTP', async () => {
    const { agent, server, media, packets, close } = await place('Optional');
    let offer = '';
    server.onInvite = ({ body }) => {
      offer = body;
      return { status: '200 OK', sdp: sdp(media.address().port, 'RTP/AVP') };
    };
    expect(await agent.call('sip:far@sip.test')).toMatchObject({ outcome: 'established' });
    expect(offer).toMatch(/RTP\/AVP 0 8\r\na=crypto:1/);
    await once(media, 'message');
    expect(packets[0]).toHaveLength(172);
    expect(agent.calls()).toMatchObject([{ secured: false, suite: null }]);
    await close();
  });

  test('Disabled: nothing of crypto is offered', async () => {
    const { agent, server, close } = await place('Disabled');
    let offer = '';
    server.onInvite = ({ body }) => {
      offer = body;
      return { status: '603 Decline' };
    };
    expect(await agent.call('far')).toMatchObject({ outcome: 'failed', code: 603, reason: '603 Decline' });
    expect(offer).toContain('RTP/AVP 0 8\r\n');
    expect(offer).not.toContain('crypto');
    await close();
  });

  test('hanging up a call that rings cancels it; a lost connection fails it', async () => {
    const { agent, server, close } = await place('Optional');
    server.onInvite = () => ({ status: '180 Ringing' });
    const cancelled = agent.call('far');
    const invite = await server.expect(/^INVITE/);
    await expect.poll(() => agent.calls()[0]?.state, { intervals: [5] }).toBe('ringing');
    const hangup = agent.hangup();
    await server.expect(/^CANCEL/);
    server.respond(invite, '487 Request Terminated');
    await hangup;
    expect(await cancelled).toMatchObject({ outcome: 'failed', code: 487 });
    const lost = agent.call('far');
    await server.expect(/^INVITE/, server.messages.length);
    server.drop();
    expect(await lost).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/connection was closed/) });
    await close();
  });

  test('no SIP URI, no server: a reason instead of a call', async () => {
    const { agent, connector, close } = await arrange();
    connector.refuse = true;
    expect(await agent.call('far')).toEqual({ outcome: 'failed', call: '', reason: 'the chain ends nowhere' });
    connector.refuse = false;
    expect(await agent.call('a b@c d')).toMatchObject({
      outcome: 'failed',
      reason: expect.stringMatching(/is no SIP URI/),
    });
    await close();
  });
});

test.describe('incoming calls', () => {
  const invite = async (
    mode: Settings['srtp']['sdpSrtpOffer'],
    offer: (port: number) => string,
    flaws: FlawName[] = [],
    automatic = true,
  ) => {
    const audio = { answerAutomatically: automatic };
    const all = await arrange({ srtp: { sdpSrtpOffer: mode }, audio }, flaws);
    await all.agent.register();
    const contact = contactOf(all.server.messages[1] as SipMessage);
    const dialog = { to: '<sip:alice@sip.test>', callId: 'incoming-1', cseq: 1 };
    const body = offer(all.media.address().port);
    all.server.request('INVITE', contact, dialog, body);
    const final = async (): Promise<SipMessage> => {
      const response = await all.server.expect(/^SIP\/2\.0 [2-6]/);
      all.server.request('ACK', contact, { ...dialog, to: one(response, 'to') });
      return response;
    };
    const bye = (response: SipMessage): void =>
      all.server.request('BYE', contact, { ...dialog, to: one(response, 'to'), cseq: 2 });
    return { ...all, contact, dialog, final, bye };
  };

  test('Standard answers RTP/SAVP with the same tag and suite and a key of its own, and BYE closes the port', async () => {
    const ours = key();
    const { agent, server, media, packets, final, bye, close } = await invite('Standard', (port) =>
      sdp(port, 'RTP/SAVP', [cryptoOf(5, ours), cryptoOf(6, key())]),
    );
    const response = await final();
    expect(response.start).toBe('SIP/2.0 200 OK');
    expect(response.body.match(/a=crypto:[^\r]*/g)).toEqual([
      expect.stringMatching(/^a=crypto:5 AES_CM_128_HMAC_SHA1_80 /),
    ]);
    expect(response.body).toContain('RTP/SAVP 0\r\n');
    expect(keyIn(response.body)).toHaveLength(30);
    expect(keyIn(response.body)).not.toEqual(ours);
    await once(media, 'message');
    expect(new SrtpReceiver(cm80, keyIn(response.body)).unprotect(packets[0] ?? Buffer.alloc(0)).outcome).toBe(
      'accepted',
    );
    bye(response);
    await server.expect(/^SIP\/2\.0 200/, server.messages.indexOf(response) + 1);
    expect(agent.calls()).toMatchObject([{ direction: 'incoming', state: 'ended', secured: true, code: null }]);
    const again = createSocket('udp4').bind(portIn(response.body), '127.0.0.1');
    await once(again, 'listening');
    again.close();
    await close();
  });

  const rows: [Settings['srtp']['sdpSrtpOffer'], string, boolean, string, FlawName?][] = [
    ['Standard', 'RTP/AVP', false, '488'],
    ['Standard', 'RTP/AVP', false, '200 RTP/AVP', 'answers-plain-in-mandatory'],
    ['Standard', 'RTP/AVP', true, '200 RTP/AVP crypto'],
    ['Optional', 'RTP/AVP', false, '200 RTP/AVP'],
    ['Optional', 'RTP/AVP', false, '488', 'refuses-optional'],
    ['Optional', 'RTP/SAVP', true, '200 RTP/SAVP crypto'],
    ['Disabled', 'RTP/SAVP', true, '488'],
    ['Disabled', 'RTP/SAVP', true, '200 RTP/AVP', 'answers-secure-in-disabled'],
    ['Disabled', 'RTP/AVP', true, '200 RTP/AVP'],
  ];
  for (const [mode, profile, crypto, expected, flaw] of rows)
    test(`${mode}, offered ${profile}${crypto ? ' with crypto' : ''}${flaw ? `, flaw ${flaw}` : ''}: ${expected}`, async () => {
      const offer = (port: number): string => sdp(port, profile, crypto ? [cryptoOf(1, key())] : []);
      const { agent, final, close } = await invite(mode, offer, flaw ? [flaw] : []);
      const { start, body, headers } = await final();
      const answered = [/RTP\/S?AVP/.exec(body)?.[0], body.includes('a=crypto') ? 'crypto' : undefined];
      expect([start.split(' ')[1], ...answered].filter(Boolean).join(' ')).toBe(expected);
      expect(headers.warning !== undefined).toBe(expected === '488');
      expect(agent.calls()).toMatchObject([{ code: expected === '488' ? 488 : null }]);
      await close();
    });

  test('rings until it is answered where it is not answered automatically', async () => {
    const { agent, server, final, close } = await invite('Optional', (port) => sdp(port, 'RTP/AVP'), [], false);
    await server.expect(/^SIP\/2\.0 180/);
    expect(agent.calls()).toMatchObject([{ state: 'ringing', secured: false }]);
    await agent.answer();
    expect((await final()).start).toBe('SIP/2.0 200 OK');
    await expect(agent.answer()).rejects.toThrow('no call is ringing');
    await close();
  });

  test('CANCEL ends a ringing call', async () => {
    const { agent, server, contact, dialog, final, close } = await invite(
      'Optional',
      (port) => sdp(port, 'RTP/AVP'),
      [],
      false,
    );
    await server.expect(/^SIP\/2\.0 180/);
    server.request('CANCEL', contact, dialog);
    await server.expect(/^SIP\/2\.0 487/);
    await final();
    expect(agent.calls()).toMatchObject([{ state: 'ended', code: 487 }]);
    await close();
  });

  test('a re-INVITE against the policy is refused with 488 and changes nothing', async () => {
    const ours = key();
    const { agent, server, media, contact, dialog, final, close } = await invite('Standard', (port) =>
      sdp(port, 'RTP/SAVP', [cryptoOf(1, ours)]),
    );
    const response = await final();
    const seen = server.messages.length;
    const again = { ...dialog, to: one(response, 'to'), cseq: 2 };
    server.request('INVITE', contact, again, sdp(media.address().port, 'RTP/AVP'));
    expect((await server.expect(/^SIP\/2\.0 [2-6]/, seen)).start).toMatch(/^SIP\/2\.0 488/);
    server.request('ACK', contact, again);
    expect(agent.calls()).toMatchObject([{ state: 'established', secured: true }]);
    const third = server.messages.length;
    const hold = { ...again, cseq: 3 };
    const body = `${sdp(media.address().port, 'RTP/SAVP', [cryptoOf(1, ours)])}a=sendonly\r\n`;
    server.request('INVITE', contact, hold, body);
    const held = await server.expect(/^SIP\/2\.0 [2-6]/, third);
    server.request('ACK', contact, hold);
    expect(held.start).toBe('SIP/2.0 200 OK');
    expect(held.body).toContain('a=recvonly');
    expect(keyIn(held.body)).toEqual(keyIn(response.body));
    await close();
  });

  test('an INVITE without a description is answered with an offer, and the ACK brings the answer', async () => {
    const { agent, server, contact, dialog, media, close } = await invite('Standard', () => '');
    const response = await server.expect(/^SIP\/2\.0 200/, 2);
    expect(response.body).toMatch(/RTP\/SAVP 0 8\r\na=crypto:1/);
    const answer = sdp(media.address().port, 'RTP/SAVP', [cryptoOf(1, key())]);
    server.request('ACK', contact, { ...dialog, to: one(response, 'to') }, answer);
    await once(media, 'message');
    expect(agent.calls()).toMatchObject([{ state: 'established', secured: true }]);
    await close();
  });

  test('two calls at once, ended by their ids', async () => {
    const { agent, server, contact, media, final, close } = await invite('Optional', (port) => sdp(port, 'RTP/AVP'));
    await final();
    const second = { to: '<sip:alice@sip.test>', callId: 'incoming-2', cseq: 1 };
    const seen = server.messages.length;
    server.request('INVITE', contact, second, sdp(media.address().port, 'RTP/AVP'));
    const response = await server.expect(/^SIP\/2\.0 200/, seen);
    server.request('ACK', contact, { ...second, to: one(response, 'to') });
    expect(agent.calls().map(({ state }) => state)).toEqual(['established', 'established']);
    await agent.hangup('incoming-1');
    expect(agent.calls().map(({ state }) => state)).toEqual(['ended', 'established']);
    await close();
  });
});
