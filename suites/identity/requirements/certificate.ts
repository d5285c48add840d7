/** What the device certificate is like, and how it is replaced. */
import {
  hasItsOwnKey,
  isNoAuthority,
  isStrong,
  mayBeClient,
  namesItsUnit,
  tellsValidity,
} from '../../../harness/judge/identity/device-certificate.ts';
import { givesAwayNoKey } from '../../../harness/judge/identity/given-away.ts';
import { keepsIdentityInOrder, showsReplacement } from '../../../harness/judge/identity/identity-change.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({
  'MTLS-09': {
    level: 'policy',
    clause: 'policy (BroadWorks device management)',
    sentence: 'Name the unit in the device certificate as its provisioning path does.',
    risk: 'the server cannot tell whose configuration it hands out',
    gain: 'interoperability',
    needs: ['device-certificate', 'identity-upload', 'provision', 'own-file'],
    judge: namesItsUnit,
  },
  'MTLS-10': {
    level: 'policy',
    clause: 'ETSI EN 303 645 5.4-4 (policy)',
    sentence: 'Give every unit a key of its own.',
    risk: 'whoever takes the key out of one device plays all of them',
    gain: 'impersonation-by-holder',
    needs: ['device-certificate', 'identity-upload', 'provision', 'second-unit'],
    judge: hasItsOwnKey,
  },
  'MTLS-11': {
    level: 'policy',
    clause: 'RFC 5280 §4.2.1.12 (policy)',
    sentence: 'Let the extended key usage of the device certificate allow client authentication.',
    risk: 'servers that check the usage reject the device',
    gain: 'interoperability',
    needs: ['device-certificate', 'identity-upload'],
    judge: mayBeClient,
  },
  'MTLS-12': {
    level: 'policy',
    clause: 'RFC 5280 §4.2.1.9 (policy)',
    sentence: 'Let the device certificate be no authority.',
    risk: 'whoever takes the key out of one device makes certificates for any',
    gain: 'impersonation-by-holder',
    needs: ['device-certificate', 'identity-upload'],
    judge: isNoAuthority,
  },
  'MTLS-13': {
    level: 'MUST',
    clause: 'RFC 9325 §4.2.1, §4.5',
    sentence:
      'Have a device certificate with a key of 2048 bits (RSA) or 256 (a curve), and no signature with MD5 or SHA-1.',
    risk: 'the key can be computed, and the device impersonated, within the life of its certificate',
    gain: 'impersonation-by-holder',
    needs: ['device-certificate', 'identity-upload'],
    judge: isStrong,
  },
  'MTLS-14': {
    level: 'policy',
    clause: 'RFC 5280 §4.1.2.5 (policy)',
    sentence: 'Have a device certificate whose validity is known, and tell when it is over.',
    risk: 'all devices of a year stop working on one day, and nobody knows why',
    gain: 'interoperability',
    needs: ['device-certificate', 'identity-upload'],
    judge: tellsValidity,
  },
  'MTLS-15': {
    level: 'policy',
    clause: 'policy',
    sentence: 'Show a device certificate that was replaced in the next handshake.',
    risk: 'a certificate that was replaced because its key was lost stays in use',
    gain: 'impersonation-by-holder',
    needs: ['device-certificate', 'identity-upload'],
    judge: showsReplacement,
  },
  'MTLS-16': {
    level: 'policy',
    clause: 'policy',
    sentence:
      'Refuse a file that is no certificate with its key and keep the one in force; fall back to that of the factory.',
    risk: 'one wrong upload locks the device out of its server',
    needs: ['device-certificate', 'identity-upload'],
    judge: keepsIdentityInOrder,
  },
  'MTLS-23': {
    level: 'policy',
    clause: 'ETSI EN 303 645 5.4-1 (policy)',
    sentence: 'Hand out no private key, in whatever can be downloaded from the device.',
    risk: 'everybody who gets a support bundle can play the device',
    gain: 'impersonation-by-holder',
    needs: ['download', 'identity-upload'],
    judge: givesAwayNoKey,
  },
});
