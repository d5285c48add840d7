/** The requirements of the area, joined. */
import { requirements as application } from './requirements/application.ts';
import { requirements as certificates } from './requirements/certificates.ts';
import { requirements as handshake } from './requirements/handshake.ts';
import { requirements as handshake13 } from './requirements/handshake13.ts';
import { requirements as hello } from './requirements/hello.ts';
import { requirements as listener } from './requirements/listener.ts';
import { requirements as messages } from './requirements/messages.ts';
import { requirements as order } from './requirements/order.ts';
import { requirements as renegotiation } from './requirements/renegotiation.ts';
import { requirements as sessions } from './requirements/sessions.ts';
import { requirements as suites } from './requirements/suites.ts';
import { requirements as sweeps } from './requirements/sweeps.ts';
import { requirements as versions } from './requirements/versions.ts';

export const requirements = {
  ...versions,
  ...suites,
  ...certificates,
  ...sessions,
  ...hello,
  ...handshake,
  ...handshake13,
  ...messages,
  ...application,
  ...renegotiation,
  ...listener,
  ...sweeps,
  ...order,
};

declare module '../../harness/requirement.ts' {
  interface KnownRequirements extends Record<keyof typeof requirements, true> {}
}
