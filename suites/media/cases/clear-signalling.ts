/** An account over TCP without TLS, on a device that is set to encrypt its calls (RFC 4568 §8). */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements/clear-signalling.ts';

const clear = { services: ['sip'], expect: { M2: 'accept' }, requirement: 'SDES-37' } as const;

export const clearCalls = {
  mandatory: defineCases({
    'SDES-37/MANDATORY': {
      ...clear,
      title: 'a call over TCP without TLS, encryption mandatory',
      serves: { sip: 'honest', transport: 'tcp' },
      dials: 'sip:bench@lab.test',
    },
  }),
  optional: defineCases({
    'SDES-37/OPTIONAL': {
      ...clear,
      title: 'a call over TCP without TLS, encryption optional',
      serves: { sip: 'honest', transport: 'tcp' },
      dials: 'sip:bench@lab.test',
    },
  }),
  called: defineCases({
    'SDES-37/CALLED': {
      ...clear,
      title: 'a call with a crypto line to the device, over TCP without TLS',
      serves: { sip: 'calls-with-crypto', transport: 'tcp' },
    },
  }),
};
