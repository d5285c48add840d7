/** Names in SIP (RFC 5922 §7). */
import { trustOutcome } from '../../../harness/judge/trust-outcome.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

const serverCertificate = trustOutcome({ of: 'server certificate' });

export const { requirements } = defineRequirements({
  'NAME-01': {
    level: 'MUST',
    clause: 'RFC 5922 §7.1',
    sentence: 'Accept a certificate that names the SIP domain as a sip: URI in its subjectAltName.',
    risk: 'the device cannot register with a server whose certificate follows the SIP rules',
    judge: serverCertificate,
  },
  'NAME-02': {
    level: 'MUST',
    clause: 'RFC 5922 §7.1',
    sentence: 'Take no URI of another scheme than sip: for an identity.',
    risk: 'a certificate for another service of the same owner plays the SIP server',
    judge: serverCertificate,
  },
  'NAME-03': {
    level: 'MUST',
    clause: 'RFC 5922 §7.1',
    sentence: 'Take no sip: URI with a user for the identity of a domain.',
    risk: 'any user who has a certificate can play the server of the domain',
    judge: serverCertificate,
  },
  'NAME-04': {
    level: 'MUST',
    clause: 'RFC 5922 §7.1',
    sentence: 'Let a dNSName count only where there is no sip: URI.',
    risk: 'a certificate for another SIP domain plays yours',
    judge: serverCertificate,
  },
  'NAME-05': {
    level: 'MUST',
    clause: 'RFC 5922 §7.1',
    sentence: 'Accept a certificate that names the SIP domain as a dNSName and has no sip: URI.',
    risk: 'the device cannot register with a server that has an ordinary certificate',
    judge: serverCertificate,
  },
  'NAME-06': {
    level: 'policy',
    clause: 'RFC 5922 §7.1; RFC 9525 §2 (policy)',
    sentence: 'Tell whether the CN counts where there is no subjectAltName.',
    risk: 'names that no authority has checked as host names count as identities',
    judge: serverCertificate,
  },
  'NAME-07': {
    level: 'MUST',
    clause: 'RFC 5922 §7.1',
    sentence: 'Refuse a certificate whose subjectAltName names another host, whatever its CN says.',
    risk: 'the holder of any certificate of a trusted authority can write your name into the CN',
    judge: serverCertificate,
  },
  'NAME-08': {
    level: 'MUST',
    clause: 'RFC 5922 §7.2',
    sentence: 'Refuse a wildcard name in SIP.',
    risk: 'every server under the same parent domain can play the SIP server',
    judge: serverCertificate,
  },
  'NAME-09': {
    level: 'MUST',
    clause: 'RFC 5922 §7.2',
    sentence: 'Match the whole name: no parent, no part, no suffix.',
    risk: 'the owner of a name that only looks like yours plays your server',
    judge: serverCertificate,
  },
  'NAME-10': {
    level: 'MUST',
    clause: 'RFC 5922 §7.2',
    sentence: 'Match names without regard to case.',
    risk: 'the device cannot register with a server whose certificate is written in capitals',
    judge: serverCertificate,
  },
  'NAME-11': {
    level: 'MUST',
    clause: 'RFC 5922 §7.2; RFC 5280 §7.2',
    sentence: 'Match internationalised names in their A-label form only.',
    risk: 'a look-alike name plays your server',
    judge: serverCertificate,
  },
  'NAME-12': {
    level: 'MUST',
    clause: 'RFC 5922 §4, §7.3',
    sentence: 'Refuse a certificate that names only the target of an SRV record.',
    risk: 'whoever can change the DNS sends the device to a server of his own',
    judge: serverCertificate,
  },
  'NAME-13': {
    level: 'MUST',
    clause: 'RFC 5922 §4, §7.3',
    sentence: 'Accept a certificate that names the SIP domain where an SRV record leads to another host.',
    risk: 'the device cannot register with hosted domains that follow the rules',
    judge: serverCertificate,
  },
  'NAME-14': {
    level: 'MUST',
    clause: 'RFC 5922 §7.3; RFC 3261 §8.1.2',
    sentence: 'Check the certificate of an outbound proxy against the name of the proxy.',
    risk: 'the device cannot use a proxy of another domain, or lets the owner of a certificate for that domain play it',
    needs: ['register', 'outbound-proxy'],
    judge: serverCertificate,
  },
  'NAME-15': {
    level: 'policy',
    clause: 'RFC 9525 §6.4; RFC 5922 §7.1 (policy)',
    sentence: 'Match an address in its own form only.',
    risk: 'a certificate with the right text in the wrong place plays the server',
    judge: serverCertificate,
  },
  'NAME-16': {
    level: 'SHOULD',
    clause: 'RFC 5922 §7.8; RFC 9325 §3.7',
    sentence: 'Ask by server name, and refuse what is served for another.',
    risk: 'one server of many domains can play all of them',
    judge: serverCertificate,
  },
  'NAME-17': {
    level: 'MUST',
    clause: 'RFC 5922 §7.3',
    sentence: 'Close the connection at once when the name does not match, before any SIP.',
    risk: 'the holder of any certificate of a trusted authority takes registrations and calls',
    judge: trustOutcome({ of: 'certificate for another name', mustClose: true }),
  },
  'NAME-20': {
    level: 'MUST',
    clause: 'RFC 5922 §4, §7.3; RFC 3263 §4.1',
    sentence:
      'Refuse a server in a foreign domain that an SRV record leads to, however valid its certificate is there.',
    risk: 'whoever can change one DNS answer takes registrations, passwords and calls',
    judge: serverCertificate,
  },
  'NAME-22': {
    level: 'policy',
    clause: 'RFC 9525 §6.3 (policy)',
    sentence: 'Tell what odd spellings of the host name do.',
    risk: 'a spelling that one side reads otherwise is a way around the check',
    judge: serverCertificate,
  },
});
