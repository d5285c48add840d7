/** Calls to the device with keys of SRTP in them (RFC 4568). */
import { randomBytes } from 'node:crypto';
import { sdpField } from '../../../farend/dialog.ts';
import { masterOctets } from '../../../wire/media/srtp-suites.ts';
import { writeCrypto } from '../../../wire/sdp/crypto-attribute.ts';
import { quietDescription } from '../questions.ts';
import { callAndEnd } from '../script-parts.ts';
import type { SipScript } from '../sip-script.ts';

const suite = 'AES_CM_128_HMAC_SHA1_80';

export const keyedCalls = {
  'calls-with-crypto': {
    title: 'calls down the connection of the registration, with a crypto line',
    like: 'calls-with-crypto',
    registered: (scene) => {
      const crypto = writeCrypto(1, suite, randomBytes(masterOctets(suite)));
      const offer = quietDescription('m=audio 9 RTP/SAVP 0 8', 'a=inactive', crypto);
      return callAndEnd(scene, scene.request('INVITE', [sdpField], offer));
    },
    lasts: 500,
  },
} as const satisfies Record<string, SipScript>;
