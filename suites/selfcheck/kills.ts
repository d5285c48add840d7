import { kills as certificates } from './kills/certificates.ts';
import { kills as identity } from './kills/identity.ts';
import { joined, type Kills } from './kills/joined.ts';
import { kills as media } from './kills/media.ts';
import { kills as provisioning } from './kills/provisioning.ts';
import { kills as sip } from './kills/sip.ts';
import { kills as tls } from './kills/tls.ts';

/**
 * Which flaw of the bundled endpoint makes which requirements fail. The self-check proves every row: the flaw kills
 * what stands here, the clean endpoint fails nothing.
 */
export const kills: Kills = joined(tls, certificates, identity, sip, media, provisioning);

const itself =
  'a control: what its neighbours are compared with, and so its own control; whoever refuses it refuses that too';
const openssl = 'OpenSSL under the bundled endpoint refuses it, whatever the endpoint itself decides';

const compressed = 'the endpoint without a flaw fails it: OpenSSL under it lists compressed points';

/** Cases and requirements that no flaw can kill, and why. */
export const notKillable: Readonly<Record<string, string>> = {
  'CHL-33': compressed,
  'TLSC-48': compressed,
  'EX-10': openssl,
  'KS-08/EVEN': openssl,
  'KS-13': openssl,
  'CTL-12': itself,
  'CTL-13': itself,
  'CTL-05': 'a control: a device that accepts nothing makes its neighbours inconclusive',
};
