import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import type { FlawName } from '../flaws.ts';
import { writeRtp } from '../media/rtp.ts';
import { SrtpReceiver, SrtpSender } from '../media/srtp.ts';
import { one, type SipMessage } from './raw-sip-server.ts';
import { arrange, cm80, contactOf, cryptoOf, key, keyIn, portIn, sdp } from './test-arrangement.ts';

const arranged = async (flaws: FlawName[] = []) => {
  const srtp = { sdpSrtpOffer: 'Standard', cryptoSuite: cm80 } as const;
  const all = await arrange({ srtp, audio: { mode: 'echo' } }, flaws);
  expect(await all.agent.register()).toEqual({ outcome: 'accepted' });
  return all;
};

/** The device is called and answers. */
const called = async (flaws: FlawName[] = []) => {
  const all = await arranged(flaws);
  const { server, media } = all;
  const contact = contactOf(server.messages[1] as SipMessage);
  const dialog = { to: '<sip:alice@sip.test>', callId: 'standing', cseq: 1 };
  const secure = (): string => sdp(media.address().port, 'RTP/SAVP', [cryptoOf(1, key())]);
  server.request('INVITE', contact, dialog, secure());
  const answer = await server.expect(/^SIP\/2\.0 200/, server.messages.length);
  const standing = { ...dialog, to: one(answer, 'to') };
  server.request('ACK', contact, standing);
  const status = async (from: number): Promise<string> =>
    (await server.expect(/^SIP\/2\.0 [2-6]/, from)).start.slice(8, 11);
  return { ...all, contact, standing, secure, status };
};

/** The device calls; the far end answers as it is told. */
const calling = async (flaws: FlawName[] = []) => {
  const all = await arranged(flaws);
  let invite: SipMessage | undefined;
  all.server.onInvite = (message) => {
    invite ??= message;
    return null;
  };
  const outcome = all.agent.call('far');
  const offer = await all.server.expect(/^INVITE/);
  const answer = (status: string, ours: Buffer, tag: string): void => {
    const forked = { ...offer, headers: { ...offer.headers, to: [`${one(offer, 'to')};tag=${tag}`] } };
    const contact = ['Contact: <sip:far@127.0.0.1:5061;transport=tls>'];
    all.server.respond(forked, status, contact, sdp(all.media.address().port, 'RTP/SAVP', [cryptoOf(1, ours)]));
  };
  let sequence = 1;
  /** What the device sends back of one packet under that key. */
  const echo = async (ours: Buffer): Promise<string> => {
    const header = { payloadType: 0, marker: false, sequence: sequence++, timestamp: 1, ssrc: 9 };
    const packet = new SrtpSender(cm80, ours).protect(writeRtp(header, Buffer.alloc(160, 7)));
    all.media.send(packet, portIn(offer.body), '127.0.0.1');
    const [came] = (await once(all.media, 'message')) as [Buffer];
    return new SrtpReceiver(cm80, keyIn(offer.body)).unprotect(came).outcome;
  };
  return { ...all, offer, answer, echo, outcome };
};

test('hold and resume are offers with the profile and the key in force', async () => {
  const { agent, server, media, answer, outcome, offer, close } = await calling();
  const ours = key();
  answer('200 OK', ours, 'far');
  expect(await outcome).toMatchObject({ outcome: 'established' });
  const told: string[] = [];
  server.onInvite = ({ body }) => {
    expect(keyIn(body)).toEqual(keyIn(offer.body));
    const direction = body.includes('a=sendonly') ? 'recvonly' : 'sendrecv';
    told.push(`${/RTP\/S?AVP/.exec(body)?.[0]} ${/a=(send\w+)/.exec(body)?.[1]}`);
    const back = sdp(media.address().port, 'RTP/SAVP', [cryptoOf(1, ours)]);
    return { status: '200 OK', sdp: `${back}a=${direction}\r\n` };
  };
  await agent.hold(true);
  await agent.hold(false);
  expect(told).toEqual(['RTP/SAVP sendonly', 'RTP/SAVP sendrecv']);
  server.onInvite = () => ({ status: '488 Not Acceptable Here' });
  await agent.hold(true);
  expect(agent.calls()).toMatchObject([{ state: 'established', secured: true }]);
  await agent.hangup();
  await expect(agent.hold(true)).rejects.toThrow('no call is established');
  await close();
});

test('early media is played under the key of the 183, and the answer that takes the call counts', async () => {
  const { agent, answer, echo, outcome, close } = await calling();
  const [first, second] = [key(), key()];
  answer('183 Session Progress', first, 'one');
  await expect.poll(() => agent.calls()[0]?.state).toBe('ringing');
  expect(await echo(first)).toBe('accepted');
  answer('200 OK', second, 'two');
  expect(await outcome).toMatchObject({ outcome: 'established' });
  expect(await echo(second)).toBe('accepted');
  expect(agent.calls()).toMatchObject([{ secured: true, media: { rejected: 0 } }]);
  await close();
});

test('a 183 that the policy does not allow brings no media, and somebody else may take the call', async () => {
  const { agent, server, media, packets, offer, answer, echo, outcome, close } = await calling();
  const ours = key();
  const contact = ['Contact: <sip:far@127.0.0.1:5061;transport=tls>'];
  server.respond(offer, '183 Session Progress', contact, sdp(media.address().port, 'RTP/AVP'));
  await expect.poll(() => agent.calls()[0]?.state).toBe('ringing');
  expect(packets).toHaveLength(0);
  answer('200 OK', ours, 'else');
  expect(await outcome).toMatchObject({ outcome: 'established' });
  expect(await echo(ours)).toBe('accepted');
  await close();
});

for (const [flaw, profile] of [
  [undefined, 'RTP/SAVP'],
  ['transfers-in-clear', 'RTP/AVP'],
] as const)
  test(`a REFER leads to a call by ${profile}${flaw ? ` with ${flaw}` : ''}, and its outcome is told`, async () => {
    const { server, contact, standing, status, close } = await called(flaw ? [flaw] : []);
    const seen = server.messages.length;
    const fields = ['Refer-To: <sip:else@sip.test?Replaces=other%3Bto-tag%3Da%3Bfrom-tag%3Db>'];
    server.request('REFER', contact, { ...standing, cseq: 2 }, '', fields);
    expect(await status(seen)).toBe('202');
    const invite = await server.expect(/^INVITE/, seen);
    expect(invite.start).toBe('INVITE sip:else@sip.test SIP/2.0');
    expect(one(invite, 'replaces')).toBe('other;to-tag=a;from-tag=b');
    expect(invite.body).toContain(`${profile} 0 8`);
    expect((await server.expect(/^NOTIFY/, seen)).body).toMatch(/^SIP\/2\.0 \d{3}/);
    await close();
  });

test('a REFER that names nobody is refused', async () => {
  const { agent, server, contact, standing, status, close } = await called();
  for (const [at, fields] of [[], ['Refer-To: <nobody at all>']].entries()) {
    const seen = server.messages.length;
    server.request('REFER', contact, { ...standing, cseq: 2 + at }, '', fields);
    expect(await status(seen)).toMatch(/^4/);
  }
  expect(agent.calls()).toHaveLength(1);
  await close();
});

for (const [profile, flaws, expected] of [
  ['RTP/SAVP', [], '200'],
  ['RTP/AVP', [], '488'],
  ['RTP/AVP', ['replaced-in-clear'], '200'],
] as const)
  test(`a call by ${profile} in the place of another${flaws.length > 0 ? ' with the flaw' : ''}: ${expected}`, async () => {
    const { agent, server, media, contact, standing, secure, status, close } = await called([...flaws]);
    const seen = server.messages.length;
    const body = profile === 'RTP/SAVP' ? secure() : sdp(media.address().port, 'RTP/AVP');
    const [, tag = ''] = /;tag=([^;]+)/.exec(standing.to) ?? [];
    const replaces = [`Replaces: ${standing.callId};to-tag=${tag};from-tag=far`];
    const dialog = { to: '<sip:alice@sip.test>', callId: 'in-its-place', cseq: 1 };
    server.request('INVITE', contact, dialog, body, replaces);
    expect(await status(seen)).toBe(expected);
    const states = (): (string | undefined)[] => agent.calls().map(({ state }) => state);
    await expect.poll(states).toEqual(expected === '200' ? ['ended', 'established'] : ['established', 'ended']);
    await close();
  });
