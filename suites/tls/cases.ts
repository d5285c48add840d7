/** The cases of the area, joined, by how they are run. */
import { cases as downgrade } from './cases/downgrade.ts';
import { cases as hello, located as locatedHello } from './cases/hello.ts';
import { cases as highestVersion } from './cases/highest-version.ts';
import { cases as listener } from './cases/listener.ts';
import { cases as order } from './cases/order.ts';
import { cases as renegotiation } from './cases/renegotiation.ts';
import { cases as alerts } from './cases/scripted-alerts.ts';
import { cases as application, behind, ends } from './cases/scripted-application.ts';
import { cases as controls } from './cases/scripted-controls.ts';
import { cases as extensions } from './cases/scripted-extensions.ts';
import { cases as hello13 } from './cases/scripted-hello13.ts';
import { cases as keyExchange } from './cases/scripted-key-exchange.ts';
import { cases as messages } from './cases/scripted-messages.ts';
import { cases as proof } from './cases/scripted-proof.ts';
import { cases as records } from './cases/scripted-records.ts';
import { cases as retry } from './cases/scripted-retry.ts';
import { cases as sessions } from './cases/scripted-sessions.ts';
import { cases as suites } from './cases/scripted-suites.ts';
import { cases as selectedVersions } from './cases/scripted-versions.ts';
import { cases as sweeps } from './cases/sweeps.ts';
import { cases as versions } from './cases/versions.ts';

export {
  behind,
  downgrade,
  ends,
  hello,
  highestVersion,
  listener,
  locatedHello,
  order,
  renegotiation,
  sessions,
  sweeps,
  versions,
};

/** What the scripted server answers to a ClientHello, one deviation each. */
export const scriptedServer = {
  ...controls,
  ...selectedVersions,
  ...suites,
  ...extensions,
  ...keyExchange,
  ...hello13,
  ...retry,
  ...messages,
  ...records,
  ...alerts,
  ...proof,
  ...application,
};
