import { expect, test } from '@playwright/test';
import type { Attempt, Connection, Evidence } from '../../../evidence.ts';
import { attempt, connection, evidence, registered } from '../../evidence.sample.ts';
import { backsOff } from './back-off.ts';
import { comesBack, comesBackInTls } from './comes-back.ts';
import { givesUpDeadFlow, sendsKeepAlives } from './keep-alive.ts';
import { keepsConnection } from './kept.ts';
import { sendsContentLength, survivesLongMessage, survivesMissingLength } from './lengths.ts';
import { givesUpLostRequest } from './lost-request.ts';
import { registersWithOutbound, keepsInstance } from './outbound.ts';
import { rings } from './rings.ts';
import { keepsBothWays, reusesNoUnverifiedAlias } from './visits.ts';
import {
  byDevice,
  byLab,
  flow,
  over,
  request,
  response,
  silent,
  tried,
  verdict,
  type Line,
} from './connections.sample.ts';

test('nothing is said of the connection of a device that did not register', () => {
  for (const judge of [
    ...[keepsConnection, rings, registersWithOutbound, sendsKeepAlives(), givesUpDeadFlow, backsOff],
    ...[sendsContentLength, survivesMissingLength, survivesLongMessage({ isWithin: true }), givesUpLostRequest],
    ...[keepsBothWays, reusesNoUnverifiedAlias],
  ])
    expect(verdict(judge, silent)).toBe('inconclusive');
});

test('what could not be read may be what is missed', () => {
  const hidden = { unreadable: { fromDevice: 1, fromLab: 0 } };
  const seen = tried([{ ...flow(request(20, 'lab', 'INVITE', 'i')), ...hidden }], { lasted: 2300 });
  for (const judge of [rings, sendsKeepAlives(), sendsContentLength, registersWithOutbound])
    expect(verdict(judge, seen)).toBe('inconclusive');
});

test('a later call goes over the connection of the registration', () => {
  const dials = { dials: 'sip:bench@lab.test' };
  const invite = request(50, 'device', 'INVITE', 'i');
  expect(verdict(keepsConnection, tried([flow(invite)]), dials)).toBe('pass');
  expect(verdict(keepsConnection, tried([flow(), over([invite])]), dials)).toBe('fail');
  expect(verdict(keepsConnection, tried([flow()]), dials)).toBe('inconclusive');
});

test('an idle connection is kept, which an answer over it shows', () => {
  const asked = request(1000, 'lab', 'OPTIONS', 'o');
  expect(verdict(keepsConnection, tried([flow(asked, response(1010, 'device', 200, 'OPTIONS', 'o'))]))).toBe('pass');
  expect(verdict(keepsConnection, tried([{ ...flow(), closed: byDevice(300) }]))).toBe('fail');
  expect(verdict(keepsConnection, tried([flow(asked)]))).toBe('inconclusive');
  expect(verdict(keepsConnection, tried([{ ...flow(), closed: byLab(300) }]))).toBe('inconclusive');
});

test('who says close_notify first has left, though the other FIN comes first', () => {
  const goodbye = (from: 'device' | 'lab') =>
    [{ at: 300, from, level: 'warning', code: 0, name: 'close_notify', encrypted: true }] as const;
  const left = (from: 'device' | 'lab'): Evidence =>
    tried([{ ...flow(), alerts: [...goodbye(from)], closed: byLab(301) }]);
  expect(verdict(keepsConnection, left('device'))).toBe('fail');
  expect(verdict(keepsConnection, left('lab'))).toBe('inconclusive');
});

test('a call down the connection rings; 488 is about the media, silence about nothing but itself', () => {
  const told = (...statuses: number[]): Evidence =>
    tried([
      flow(request(20, 'lab', 'INVITE', 'i'), ...statuses.map((one) => response(30, 'device', one, 'INVITE', 'i'))),
    ]);
  expect(verdict(rings, told(100, 180))).toBe('pass');
  expect(verdict(rings, told(200))).toBe('pass');
  expect(verdict(rings, told(488))).toBe('inconclusive');
  expect(verdict(rings, told(603))).toBe('inconclusive');
  expect(verdict(rings, told(403))).toBe('fail');
  expect(verdict(rings, told(100))).toBe('fail');
  const early = tried([flow(request(20, 'lab', 'INVITE', 'i'))], { lasted: 500 });
  expect(verdict(rings, early)).toBe('inconclusive');
});

const contact = (instance: string): string => `Contact: <sip:x@y>;+sip.instance="<urn:uuid:${instance}>";reg-id=1`;
const outbound = (...fields: string[]): Connection =>
  over([request(10, 'device', 'REGISTER', 'r', ...fields), response(12, 'lab', 200, 'REGISTER', 'r')]);

test('outbound takes all of it', () => {
  expect(verdict(registersWithOutbound, tried([outbound('Supported: path, outbound', contact('a'))]))).toBe('pass');
  expect(verdict(registersWithOutbound, tried([outbound('Supported: path', contact('a'))]))).toBe('fail');
  expect(verdict(registersWithOutbound, tried([outbound('k: outbound', 'k: path', 'm: <sip:x>;reg-id=1')]))).toBe(
    'fail',
  );
});

test('a REGISTER that only asks, or takes bindings back, opens no flow', () => {
  const others = ['Contact: *', 'Contact: <sip:x@y>;expires=0', ''].map((field, at) =>
    request(13 + at, 'device', 'REGISTER', `o${at}`, 'Expires: 0', ...(field ? [field] : [])),
  );
  const good = outbound('Supported: path, outbound', `Contact: <sip:old@y>;expires=0, ${contact('a').slice(9)}`);
  const seen = tried([good, over(others)]);
  expect(verdict(registersWithOutbound, seen)).toBe('pass');
  expect(verdict(keepsInstance, { ...seen, attempts: [...seen.attempts, ...seen.attempts] })).toBe('pass');
});

test('the instance is the same after a restart that was done', () => {
  const restarted = (after: string, what: 'done' | 'failed' = 'done'): Evidence => ({
    ...evidence({ attempts: ['A', after].map((id) => attempt('case', [outbound(contact(id))])) }),
    actions: [{ after: 1, what: 'reset', about: 'reboot', said: what }],
  });
  expect(verdict(keepsInstance, restarted('a'))).toBe('pass');
  expect(verdict(keepsInstance, restarted('b'))).toBe('fail');
  expect(verdict(keepsInstance, restarted('b', 'failed'))).toBe('inconclusive');
});

test('keep-alives come within the interval, the last wait counted', () => {
  const pinged = (...at: number[]): Evidence =>
    tried([flow(...at.map((one): Line => [one, 'device', '']))], { lasted: 2300 });
  expect(verdict(sendsKeepAlives(), pinged(900, 1800))).toBe('pass');
  expect(verdict(sendsKeepAlives(), pinged(900))).toBe('fail');
  expect(verdict(sendsKeepAlives(), pinged())).toBe('fail');
  expect(verdict(sendsKeepAlives({ seconds: 3 }), pinged())).toBe('inconclusive');
  // A single CRLF is a pong, and one of the lab none of the device.
  const others = flow([900, 'device', '', '2'], [1500, 'lab', '']);
  expect(verdict(sendsKeepAlives(), tried([others], { lasted: 2300 }))).toBe('fail');
});

test('a flow without pongs is given up for another one', () => {
  const dead: Line = [900, 'device', ''];
  const again = over([request(11_500, 'device', 'REGISTER', 's'), response(11_510, 'lab', 200, 'REGISTER', 's')]);
  expect(verdict(givesUpDeadFlow, tried([flow(dead), again], { lasted: 11_600 }))).toBe('pass');
  expect(verdict(givesUpDeadFlow, tried([flow(dead)], { lasted: 14_000 }))).toBe('fail');
  expect(verdict(givesUpDeadFlow, tried([flow(dead)], { lasted: 5000 }))).toBe('inconclusive');
  expect(verdict(givesUpDeadFlow, tried([flow()], { lasted: 14_000 }))).toBe('inconclusive');
  expect(verdict(givesUpDeadFlow, tried([flow(dead, [905, 'lab', '', '2']), again]))).toBe('error');
});

test('waits grow, and none is shorter than half the base', () => {
  const turnedAway = (...waits: number[]): Evidence => {
    let at = 20;
    const first = { ...flow(), closed: byLab(at) };
    const others = waits.map((wait) => {
      const opened = connection({ openedAt: (at += wait), closed: byLab(at + 10) });
      at += 10;
      return opened;
    });
    return tried([first, ...others]);
  };
  expect(verdict(backsOff, turnedAway(500, 1000, 2400))).toBe('pass');
  expect(verdict(backsOff, turnedAway(800, 800, 800))).toBe('fail');
  expect(verdict(backsOff, turnedAway(20, 1000, 2400))).toBe('fail');
  expect(verdict(backsOff, turnedAway(500, 1000))).toBe('inconclusive');
  const beside = tried([flow(), connection({ openedAt: 100, closed: byLab(110) }), connection({ openedAt: 900 })]);
  expect(verdict(backsOff, beside)).toBe('inconclusive');
});

test('who was registered comes back in time, in no clear text, over a server that is shown', () => {
  const back = (connections: Connection[], partial: Partial<Attempt> = {}): Evidence => {
    const made = tried(connections, { lasted: 1500, ...partial });
    return { ...made, attempts: [attempt('case', [registered()]), ...made.attempts] };
  };
  expect(verdict(comesBack, back([registered({ openedAt: 700 })]))).toBe('pass');
  expect(verdict(comesBack, back([registered({ openedAt: 1400 })]))).toBe('fail');
  expect(verdict(comesBack, back([]))).toBe('fail');
  expect(verdict(comesBackInTls, back([]))).toBe('inconclusive');
  expect(verdict(comesBack, back([], { lasted: 500 }))).toBe('inconclusive');
  expect(verdict(comesBack, back([registered({ openedAt: 700, serverChain: [] })]))).toBe('inconclusive');
  const clear = { at: 800, transport: 'udp', port: 'sip', bytes: 9, kind: 'SIP REGISTER', firstLine: '' } as const;
  expect(verdict(comesBack, back([registered({ openedAt: 700 })], { clearText: [clear] }))).toBe('fail');
  expect(verdict(comesBack, tried([registered()]))).toBe('inconclusive');
});

test('every message has a length, requests and responses', () => {
  const asked = request(20, 'lab', 'OPTIONS', 'o');
  const answer = response(21, 'device', 200, 'OPTIONS', 'o');
  expect(verdict(sendsContentLength, tried([flow(asked, answer)]))).toBe('pass');
  expect(verdict(sendsContentLength, tried([flow(asked, answer.slice(0, -1) as Line)]))).toBe('fail');
  expect(verdict(sendsContentLength, tried([flow(asked)]))).toBe('inconclusive');
});
