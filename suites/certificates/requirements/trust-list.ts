/** The trust list: which files it takes, how many, and what outlives a reset. */
import { everyStep } from '../../../harness/judge/trust/every-step.ts';
import { standingConnection } from '../../../harness/judge/trust/standing-connection.ts';
import { storedKey } from '../../../harness/judge/identity/stored-key.ts';
import { trustOutcome } from '../../../harness/judge/trust/trust-outcome.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

const serverCertificate = trustOutcome({ of: 'server certificate' });

export const { requirements } = defineRequirements({
  'CERT-38': {
    level: 'policy',
    clause: 'RFC 7468 §2, §5 (policy)',
    sentence: 'Trust an authority that is uploaded, in whatever form its file has.',
    risk: 'the authority seems to be installed and is not: somebody turns the validation off to get the device to work',
    gain: 'interoperability',
    needs: ['trust-store'],
    judge: serverCertificate,
  },
  'CERT-39': {
    level: 'policy',
    clause: 'policy',
    sentence: 'Take as many trusted certificates as the documents say, refuse one more, and lose none by it.',
    risk: 'an authority vanishes in silence, and the device with it from service',
    needs: ['trust-store', 'trust-limit'],
    judge: everyStep({ mustRefuseLastUpload: true }),
  },
  'CERT-40': {
    level: 'policy',
    clause: 'policy',
    sentence: 'Keep the trust list as it is when a file is uploaded that holds no certificate.',
    risk: 'a slip in the management interface takes the device out of service, or lets everybody in',
    needs: ['trust-store', 'trust-files'],
    judge: everyStep(),
  },
  'CERT-41': {
    level: 'policy',
    clause: 'policy',
    sentence: 'Refuse a private key that is uploaded as a trusted certificate.',
    risk: 'the key of an authority lies on a device where whoever manages it can fetch it',
    gain: 'impersonation-by-holder',
    needs: ['trust-store', 'trust-files'],
    judge: storedKey(),
  },
  'CERT-42': {
    level: 'policy',
    clause: 'policy',
    sentence: 'Keep uploaded certificates over a reboot, and forget them at a factory reset.',
    risk: 'the former owner of the device goes on deciding whom it trusts, or a power cut takes it out of service',
    needs: ['trust-store'],
    judge: serverCertificate,
  },
  'CERT-43': {
    level: 'policy',
    clause: 'policy',
    sentence: 'Tell for which services an uploaded authority counts.',
    risk: 'who may sign configuration servers can play the registrar as well',
    gain: 'impersonation-by-holder',
    needs: ['trust-store'],
    judge: serverCertificate,
  },
  'CERT-44': {
    level: 'policy',
    clause: 'policy',
    sentence: 'Tell what becomes of a connection whose authority is deleted.',
    risk: 'a server that is trusted no more keeps the connection that it has',
    gain: 'impersonation-by-holder',
    needs: ['trust-store'],
    judge: standingConnection(),
  },
});
