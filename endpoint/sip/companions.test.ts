import { expect, test } from '@playwright/test';
import { answeredCompanions, readCompanions } from './companions.ts';

const read = (formats: string, ...lines: string[]) => readCompanions(lines, 4000, formats.split(' '));

test('events, noise and the port of RTCP, by their own lines', () => {
  expect(read('0')).toEqual({ eventType: null, comfortNoise: false, controlPort: 4001 });
  expect(read('0 13 96', 'a=rtpmap:96 telephone-event/8000')).toMatchObject({ eventType: 96, comfortNoise: true });
  expect(read('0', 'a=rtpmap:96 telephone-event/8000').eventType).toBeNull();
  expect(read('0 96', 'a=rtpmap:96 telephone-event/16000').eventType).toBeNull();
  expect(read('0', 'a=rtcp:5000 IN IP4 192.0.2.1').controlPort).toBe(5000);
  expect(read('0', 'a=rtcp:99999').controlPort).toBe(65535);
  expect(read('0', 'a=rtcp:5000', 'a=rtcp-mux').controlPort).toBe(4000);
});

test('an answer has what was offered and nothing more, under its numbers', () => {
  expect(answeredCompanions(read('0'), 4000)).toEqual({ payloadTypes: [], attributes: [] });
  expect(answeredCompanions(read('0 13 96', 'a=rtpmap:96 telephone-event/8000', 'a=rtcp-mux'), 4000)).toEqual({
    payloadTypes: [
      { type: 13, name: 'CN' },
      { type: 96, name: 'telephone-event' },
    ],
    attributes: ['a=fmtp:96 0-15', 'a=rtcp-mux'],
  });
});
