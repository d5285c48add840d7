/** Devices that are not what a judge had in mind: each once was blamed, or let off, for the wrong reason. */
import { expect, test } from '@playwright/test';
import type { Call, Evidence } from '../../evidence.ts';
import { call, evidence, noMedia, plainSdp, secureSdp } from '../evidence.sample.ts';
import { takesLine } from './crypto-lines.ts';
import { answering, audio, context, described, echoed, judged, line } from './descriptions.sample.ts';
import { staysSecured } from './opportunistic.ts';
import { everyPacketAuthentic, toneRecovered } from './srtp-packets.ts';
import { endsWithoutCrypto, followsThePolicyTable, offersOnlySecure, refusesOffer } from './srtp-policy.ts';
import { sendsTheTag } from './under-suite.ts';

const hungUp: Call['ended'] = { by: 'device', how: 'BYE', at: 40 };

test.describe('a device that must encrypt', () => {
  test('and sends in clear fails, also where it has answered without crypto', () => {
    const bare = { answer: { ...secureSdp, crypto: [] } };
    const inClear = call('case', { ...bare, fromDevice: { ...noMedia, plain: 20 } });
    expect(judged(everyPacketAuthentic, inClear)).toBe('fail');
    expect(judged(everyPacketAuthentic, call('case', { ...bare, fromDevice: noMedia }))).toBe('inconclusive');
    const optional = { ...inClear, devicePolicy: 'optional' as const, farPolicy: 'disabled' as const };
    expect(judged(everyPacketAuthentic, optional), 'as agreed').toBe('inconclusive');
  });

  test('offers nothing in clear, and no line by which nothing is encrypted', () => {
    const offering = (partial: Partial<Call>) => call('case', { offer: secureSdp, ...partial });
    const lines = (...media: ReturnType<typeof audio>[]): Partial<Call> => ({
      descriptions: [described('device', media, { role: 'offer', in: 'INVITE' })],
    });
    expect(judged(offersOnlySecure, offering(lines(audio(5000, [line(1)]))))).toBe('pass');
    const video = { ...audio(5002, []), kind: 'video' };
    expect(judged(offersOnlySecure, offering(lines(audio(5000, [line(1)]), video)))).toBe('fail');
    expect(judged(offersOnlySecure, offering(lines(audio(5000, [line(1)]), { ...video, port: 0 })))).toBe('pass');
    for (const weak of [line(2, { parameters: ['UNENCRYPTED_SRTP'] }), line(2, { suite: 'NULL_HMAC_SHA1_80' })])
      expect(judged(offersOnlySecure, offering(lines(audio(5000, [line(1), weak])))), weak.suite).toBe('fail');
    const authenticated = line(2, { parameters: ['UNENCRYPTED_SRTCP'] });
    expect(judged(offersOnlySecure, offering(lines(audio(5000, [line(1), authenticated]))))).toBe('pass');
    const capability = { ...secureSdp, text: `${secureSdp.text}a=tcap:1 RTP/SAVPF RTP/AVP\r\n` };
    expect(judged(offersOnlySecure, call('case', { offer: capability }))).toBe('fail');
  });

  test('and is answered wrongly may take the stream away and let the call stand', () => {
    const answered = { answer: { ...secureSdp, crypto: [] }, fromDevice: noMedia };
    const offer = described('device', [audio(5000, [line(1)])], { role: 'offer', in: 'INVITE' });
    const again = described('device', [audio(0, [])], { role: 'offer', in: 're-INVITE', at: 30 });
    expect(judged(endsWithoutCrypto, call('case', { ...answered, descriptions: [offer] }))).toBe('fail');
    const withdrawn = call('case', { ...answered, descriptions: [offer, again] });
    expect(judged(endsWithoutCrypto, withdrawn)).toBe('pass');
    expect(judged(endsWithoutCrypto, withdrawn, { fromDevice: noMedia })).toBe('inconclusive');
    const sending = { fromDevice: { ...noMedia, plain: 1 } };
    expect(judged(endsWithoutCrypto, { ...withdrawn, ...sending })).toBe('fail');
  });
});

test.describe('a device that sends little', () => {
  test('is not blamed for a tone of which there was too little', () => {
    expect(judged(toneRecovered, call('case', { fromDevice: { ...noMedia, srtp: 3 }, tone: null }))).toBe(
      'inconclusive',
    );
    expect(judged(toneRecovered, call('case', { fromDevice: { ...noMedia, plain: 3 }, tone: null }))).toBe('fail');
    expect(judged(toneRecovered, call('case', { tone: { hz: 0, share: 0 } }))).toBe('fail');
  });

  test('and is not heard back shows nothing where the controls do not come back', () => {
    const judge = takesLine({ tag: 1, heard: true });
    const deaf = { ...answering(1), probes: echoed(0) };
    const before = call('control-before', { probes: echoed(1) });
    const later = (probes: Call['probes']): Evidence['calls'] => [before, deaf, call('control-after', { probes })];
    expect(judge(evidence({ calls: later(echoed(1)) }), context).verdict).toBe('fail');
    expect(judge(evidence({ calls: later(echoed(0)) }), context).verdict, 'its echo is gone').toBe('inconclusive');
    expect(judge(evidence({ calls: [before, deaf] }), context).verdict).toBe('inconclusive');
  });
});

test('crypto that was agreed on and not used is a fail under every suite', () => {
  const inClear = call('case', { direction: 'incoming', fromDevice: { ...noMedia, plain: 20 } });
  expect(judged(sendsTheTag, inClear)).toBe('fail');
});

test('a device that hangs up stays secured only where it holds calls otherwise', () => {
  const ended = call('case', { fromDevice: noMedia, ended: hungUp });
  expect(judged(staysSecured, ended)).toBe('pass');
  expect(judged(staysSecured, ended, { fromDevice: noMedia })).toBe('inconclusive');
  expect(judged(staysSecured, { ...ended, ended: { by: 'far-end', how: 'BYE', at: 40 } })).toBe('inconclusive');
});

test('what is said of the moment refuses no offer', () => {
  const judge = refusesOffer({ of: 'an offer' });
  for (const code of [404, 408, 480, 481, 486, 487, 491, 503, 600]) {
    const status = { code, by: 'device' } as const;
    const answered = call('case', {
      direction: 'incoming',
      offer: plainSdp,
      answer: null,
      fromDevice: noMedia,
      status,
    });
    expect(judged(judge, answered), `${code}`).toBe('inconclusive');
    expect(judged(followsThePolicyTable, { ...answered, farPolicy: 'disabled' }), `${code}`).toBe('inconclusive');
  }
});

test('a device that refuses all calls, answers and sends nothing, or sends reports alone passes nothing', () => {
  const refusing: Partial<Call> = {
    ...{ direction: 'incoming', answer: null, status: { code: 488, by: 'device' }, fromDevice: noMedia },
  };
  const mute: Partial<Call> = { direction: 'incoming', fromDevice: { ...noMedia, rtcp: 3 } };
  const judges = {
    followsThePolicyTable,
    everyPacketAuthentic,
    toneRecovered,
    sendsTheTag,
    staysSecured,
    endsWithoutCrypto,
    refusesOffer: refusesOffer({ of: 'an offer' }),
    takesLine: takesLine({ tag: 1 }),
  };
  for (const [name, judge] of Object.entries(judges)) {
    expect(judged(judge, call('case', refusing), refusing), name).not.toBe('pass');
    expect(judged(judge, answering(1, mute), mute), name).not.toBe('pass');
  }
});
