import { expect, test } from '@playwright/test';
import type { ApplicationData } from '../../evidence.ts';
import { connection } from '../evidence.sample.ts';
import { settled } from './settled.ts';

/** `device INVITE 1`, `lab 200 INVITE 1`: who, and a request or the response to it. */
function passed(...messages: string[]): ReturnType<typeof settled> {
  const application = messages.map((message, i): ApplicationData => {
    const [, from, status, method, number] = /^(device|lab) (?:(\d+) )?(\w+) (\d)$/.exec(message) ?? [];
    const start = status ? `SIP/2.0 ${status} x` : `${method} sip:a SIP/2.0`;
    const text = `${start}\r\nVia: SIP/2.0/TLS a;branch=z${number}\r\nCall-ID: 1\r\nCSeq: ${number} ${method}\r\n\r\n`;
    return { at: i, from: from === 'lab' ? 'lab' : 'device', bytes: 1, kind: '', text };
  });
  return settled({ connections: [connection({ application })] });
}

test('what was asked must have a final answer', () => {
  expect(passed()).toBe(true);
  expect(passed('device REGISTER 1')).toBe(false);
  expect(passed('device REGISTER 1', 'lab 100 REGISTER 1')).toBe(false);
  expect(passed('device REGISTER 1', 'lab 401 REGISTER 1')).toBe(true);
  expect(passed('device REGISTER 1', 'device 200 REGISTER 1')).toBe(false);
  expect(passed('lab OPTIONS 1', 'lab 200 OPTIONS 1')).toBe(false);
  expect(passed('lab OPTIONS 1', 'device 200 OPTIONS 1')).toBe(true);
});

test('a call that was taken must have been ended, one that was refused need not', () => {
  expect(passed('device INVITE 1', 'lab 486 INVITE 1', 'device ACK 1')).toBe(true);
  expect(passed('device INVITE 1', 'lab 200 INVITE 1', 'device ACK 1')).toBe(false);
  expect(passed('device INVITE 1', 'lab 200 INVITE 1', 'device ACK 1', 'device BYE 2')).toBe(false);
  expect(passed('device INVITE 1', 'lab 200 INVITE 1', 'device ACK 1', 'device BYE 2', 'lab 200 BYE 2')).toBe(true);
});
