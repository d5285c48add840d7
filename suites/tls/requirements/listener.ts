/** The device as TLS server: its SIP listener and its web interface, by hellos of every kind. */
import { answersNoHeartbeat, establishedOr, goesOn } from '../../../harness/judge/tls/established.ts';
import {
  agreesOn,
  answersNoOversizedHeartbeat,
  answersNothingInClear,
  compressesNothing,
  framesBySip,
  tellsCertificate,
} from '../../../harness/judge/listener/listener-features.ts';
import {
  listenerRefuses,
  refusesFallback,
  refusesRenegotiation,
} from '../../../harness/judge/listener/listener-refusal.ts';
import {
  acceptsNone,
  offersForwardSecrecy,
  prefersStrongSuites,
  speaks,
  tellsSuites,
} from '../../../harness/judge/listener/listener-suites.ts';
import { listenerTolerates, selectsTls13 } from '../../../harness/judge/listener/listener-tolerance.ts';
import { defineRequirements } from '../../../harness/requirement.ts';
import { forbiddenSuites } from '../../../harness/wire/tls/registries/offer-grades.ts';

const { unencrypted, anonymous, short } = forbiddenSuites;

export const { requirements } = defineRequirements({
  'TLSV-12': {
    level: 'policy',
    clause: 'RFC 7507 §3 (policy, obsoleted by RFC 8996)',
    sentence: 'As a server, refuse a client that falls back to an older version than necessary.',
    risk: 'whoever breaks one handshake chooses the protection of the next',
    gain: 'help',
    judge: refusesFallback,
  },
  'TLSV-13': {
    level: 'MUST',
    clause: 'RFC 8996 §5',
    sentence: 'As a server, answer a ClientHello of TLS 1.1 with protocol_version and close.',
    risk: 'clients go on with a version whose protection is broken',
    judge: listenerRefuses({ of: 'a ClientHello of TLS 1.1', probes: ['max-tls11'] }),
  },
  'TLSV-17': {
    level: 'MUST',
    clause: 'RFC 8701 §3.2; RFC 8446 §4.1.2 (RFC 9846 §4.2.2)',
    sentence: 'As a server, ignore reserved values of every list of a ClientHello.',
    risk: 'browsers and newer devices cannot connect',
    gain: 'interoperability',
    judge: listenerTolerates({
      of: 'a ClientHello with reserved (GREASE) values in every list',
      probes: ['grease'],
      besides: 'both-versions',
    }),
  },
  'TLSV-18': {
    level: 'MUST',
    clause: 'RFC 8446 §4.2.1 (RFC 9846 §4.3.1); RFC 9325 §3.1.1',
    sentence: 'As a server that speaks TLS 1.3, select it by supported_versions, whatever legacy_version says.',
    risk: 'connections have less protection than both sides could have',
    judge: selectsTls13,
  },
  'TLSC-05': {
    level: 'MUST',
    clause: 'RFC 7465 §2',
    sentence: 'As a server, end the handshake with a client that offers RC4 only.',
    risk: 'what RC4 encrypts can be recovered',
    gain: 'reading',
    judge: listenerRefuses({ of: 'a ClientHello with RC4 only', probes: ['only-rc4'] }),
  },
  'TLSC-27': {
    level: 'MUST',
    clause: 'RFC 9325 §4.2.1',
    sentence: 'As a server, prefer strong suites, whatever the client has first.',
    risk: 'a careless client decides how well calls are protected',
    judge: prefersStrongSuites,
  },
  'TLSX-11': {
    level: 'MUST',
    clause: 'RFC 5746 §3.7',
    sentence: 'As a server, abort a renegotiation without renegotiation_info.',
    risk: 'an attacker puts his own requests before those of a client',
    judge: refusesRenegotiation,
  },
  'TLSX-26': {
    level: 'MUST',
    clause: 'RFC 6520 §4',
    sentence: 'Discard a heartbeat request that claims more than it has.',
    risk: 'whoever is connected reads keys and passwords out of the memory of the device',
    gain: 'reading',
    judge: establishedOr(answersNoHeartbeat, answersNoOversizedHeartbeat),
  },
  'TLSX-28': {
    level: 'MUST',
    clause: 'RFC 8446 §5; RFC 5246 §6',
    sentence: 'Serve nothing in clear on a port of TLS.',
    risk: 'a client that was misled sends its password in clear and gets an answer',
    gain: 'reading',
    judge: answersNothingInClear,
  },
  'TLSX-32': {
    level: 'policy',
    clause: 'RFC 8446 §5.1 (policy for sizes up to 16 KiB)',
    sentence: 'As a server, take a ClientHello of 2 to 16 KiB that comes in several segments.',
    risk: 'clients with post-quantum key shares cannot connect',
    gain: 'interoperability',
    judge: listenerTolerates({
      of: 'a ClientHello of 2, 4, 8 and 16 KiB in segments of 1000 octets',
      probes: ['large-2048', 'large-4096', 'large-8192', 'large-16384'],
    }),
  },
  'TLSX-22': {
    level: 'MUST',
    clause: 'RFC 3261 §18.3; RFC 8446 §5.1',
    sentence: 'Find SIP messages by their own length, however they are cut and joined in TLS records.',
    risk: 'requests are lost, or one answer is given to another',
    gain: 'interoperability',
    judge: establishedOr(goesOn(), framesBySip),
  },
  'TLSX-80': {
    level: 'MUST',
    clause: 'RFC 8996 §4; RFC 7568 §3; RFC 6176 §3',
    sentence: 'As a server, speak neither SSL 2.0, nor SSL 3.0, nor TLS 1.0.',
    risk: 'connections are made with a version whose protection is broken',
    judge: listenerRefuses({ of: 'SSL 2.0, SSL 3.0 and TLS 1.0', probes: ['ssl2', 'max-ssl3', 'max-tls10'] }),
  },
  'TLSX-81': {
    level: 'MUST',
    clause: 'RFC 9325 §3.1.1',
    sentence: 'As a server, speak TLS 1.2.',
    risk: 'most devices of the last decade cannot connect',
    gain: 'interoperability',
    judge: speaks({ version: 'TLS 1.2' }),
  },
  'TLSX-82': {
    level: 'SHOULD',
    clause: 'RFC 9325 §3.1.1',
    sentence: 'As a server, speak TLS 1.3.',
    risk: 'certificates of clients go over the wire in clear',
    judge: speaks({ version: 'TLS 1.3' }),
  },
  'TLSX-83': {
    level: 'MUST',
    clause: 'RFC 9325 §4.1; RFC 5246 appendix A.5',
    sentence: 'As a server, select no suite without encryption or authentication, and none with export keys or DES.',
    risk: 'calls and passwords can be read or changed by whoever is on the path',
    gain: 'reading',
    judge: acceptsNone({
      of: 'NULL, anonymous, export or DES suites',
      forbidden: (name) => unencrypted(name) || anonymous(name) || short(name),
    }),
  },
  'TLSX-84': {
    level: 'SHOULD',
    clause: 'RFC 9325 §4.1',
    sentence: 'As a server, select no suite with 3DES.',
    risk: 'long connections can be read in part (Sweet32)',
    gain: 'help',
    judge: acceptsNone({ of: '3DES suites', forbidden: (name) => name.includes('3DES') }),
  },
  'TLSX-85': {
    level: 'MUST',
    clause: 'RFC 9325 §4.1',
    sentence: 'As a server, offer and prefer suites with forward secrecy.',
    risk: 'who gets the key of the device reads all that was recorded before',
    judge: offersForwardSecrecy,
  },
  'TLSX-86': {
    level: 'MUST',
    clause: 'RFC 7627 §5.2; RFC 9325 §3.5',
    sentence: 'As a server of TLS 1.2, agree on extended_master_secret.',
    risk: 'an attacker in the middle makes two connections share their keys',
    judge: agreesOn({ named: 'extended_master_secret' }),
  },
  'TLSX-87': {
    level: 'MUST',
    clause: 'RFC 5746 §3.6; RFC 9325 §3.5',
    sentence: 'As a server of TLS 1.2, agree on secure renegotiation.',
    risk: 'an attacker puts his own requests before those of a client',
    judge: agreesOn({ named: 'renegotiation_info' }),
  },
  'TLSX-88': {
    level: 'SHOULD',
    clause: 'RFC 9325 §3.3',
    sentence: 'As a server, select no compression.',
    risk: 'secrets can be guessed by the length of records (CRIME)',
    gain: 'help',
    judge: compressesNothing,
  },
  'TLSX-89': {
    level: 'policy',
    clause: 'RFC 9325 §4.5 (policy)',
    sentence: 'Tell which certificates the listener shows.',
    risk: 'nobody knows by what clients recognise the device',
    gain: 'interoperability',
    judge: tellsCertificate,
  },
  'TLSX-90': {
    level: 'MUST',
    clause: 'RFC 8446 §4.2.1 (RFC 9846 §4.3.1); RFC 5246 appendix E.1',
    sentence: 'As a server, ignore versions that it does not know.',
    risk: 'clients of the next version of TLS cannot connect',
    gain: 'interoperability',
    judge: listenerTolerates({
      of: 'a ClientHello with a version that does not exist yet',
      probes: ['unknown-version', 'unknown-legacy-version'],
    }),
  },
  'TLSX-91': {
    level: 'policy',
    clause: 'RFC 9325 §4 (policy)',
    sentence: 'Tell which versions, suites, groups and signatures the listener takes, and whose order decides.',
    risk: 'nobody knows what the device agrees on',
    gain: 'interoperability',
    judge: tellsSuites,
  },
});
