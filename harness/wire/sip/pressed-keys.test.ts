import { expect, test } from '@playwright/test';
import { request } from './message.ts';
import { pressedKeys } from './pressed-keys.ts';

const keysIn = (type: string, body: string, method = 'INFO') =>
  pressedKeys(request(method, 'sip:far@sip.test', [['Content-Type', type]], body));

test('keys of both kinds of INFO, and of nothing else', () => {
  expect(keysIn('application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n')).toEqual(['5']);
  expect(keysIn('application/dtmf-relay; charset=utf-8', 'Signal= #\nDuration= 100\n')).toEqual(['#']);
  expect(keysIn('application/dtmf', '12*')).toEqual(['1', '2', '*']);
  expect(keysIn('application/dtmf', 'x')).toEqual([]);
  expect(keysIn('text/plain', 'Signal=5')).toEqual([]);
  expect(keysIn('application/dtmf-relay', 'Signal=5', 'MESSAGE')).toEqual([]);
});
