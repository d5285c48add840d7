/** The cases of the area, joined, in the order in which they are printed. */
import { cases as controls } from './cases/controls.ts';
import { cases as chain } from './cases/chain.ts';
import { cases as time } from './cases/time.ts';
import { cases as names } from './cases/names.ts';
import { cases as usage } from './cases/usage.ts';
import { cases as keys } from './cases/keys.ts';
import { cases as revocationData } from './cases/revocation.ts';
import { cases as mustStaple } from './cases/must-staple.ts';
import { cases as revocationUnchecked } from './cases/revocation-unchecked.ts';
import { cases as trustList } from './cases/trust-list.ts';
import { cases as trustFiles } from './cases/trust-files.ts';
import { cases as selfSigned } from './cases/self-signed.ts';
import { cases as clock } from './cases/clock.ts';
import { cases as chainDepth } from './cases/chain-depth.ts';
import { cases as location } from './cases/location.ts';
import { cases as session } from './cases/session.ts';
import { cases as diagnosis } from './cases/diagnosis.ts';
import * as revocationRequests from './cases/revocation-requests.ts';

export { trustList, trustFiles, selfSigned, clock, chainDepth, location, session, revocationRequests, diagnosis };

/** On a device that checks revocation. */
export const revocation = { ...revocationData, ...mustStaple };

/** What a server presents, without regard to revocation and to what happens to the trust list. */
export const serverCertificates = {
  ...controls,
  ...chain,
  ...time,
  ...names,
  ...usage,
  ...keys,
  ...revocationUnchecked,
};
