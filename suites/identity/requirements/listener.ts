/** The device as TLS server: whom it lets in, and what for. */
import {
  visitorNotAuthenticated,
  visitorOutcome,
  visitorRequestRefused,
} from '../../../harness/judge/listener/visitor.ts';
import { defineRequirements } from '../../../harness/requirement.ts';

export const { requirements } = defineRequirements({
  'MTLS-18': {
    level: 'policy',
    clause: 'RFC 5922 §7.4 (policy)',
    sentence: 'Refuse a client without a certificate where one is required.',
    risk: 'everybody in the network can call through the device',
    gain: 'impersonation',
    needs: ['tls-listener'],
    judge: visitorOutcome,
  },
  'MTLS-19': {
    level: 'MUST',
    clause: 'RFC 5922 §7.1; RFC 5280 §6.1',
    sentence: 'Let in clients whose certificate can be trusted, and refuse all others.',
    risk: 'whoever makes himself a certificate counts as a peer',
    gain: 'impersonation',
    needs: ['tls-listener'],
    judge: visitorOutcome,
  },
  'MTLS-20': {
    level: 'MUST',
    clause: 'RFC 5922 §7.4',
    sentence: 'Do not treat a client without a certificate as authenticated where certificates are optional.',
    risk: 'leaving the certificate away is a way around the check of it',
    gain: 'impersonation',
    needs: ['tls-listener'],
    judge: visitorNotAuthenticated,
  },
  'MTLS-21': {
    level: 'MUST',
    clause: 'RFC 5922 §7.4',
    sentence: 'Authorize a client for the SIP domains of its certificate alone.',
    risk: 'one partner calls in the name of any other',
    gain: 'impersonation-by-holder',
    needs: ['tls-listener'],
    judge: visitorRequestRefused,
  },
  'MTLS-24': {
    level: 'policy',
    clause: 'RFC 5280 §4.2.1.12 (policy)',
    sentence: 'Tell what becomes of a client whose certificate is for servers only, as public authorities issue them.',
    risk: 'trunks to partners with public certificates stop working when those are renewed',
    gain: 'interoperability',
    needs: ['tls-listener'],
    judge: visitorOutcome,
  },
});
