/**
 * What a test asks the lab to present to the device's next connection: one named deviation from the good case.
 * Plain data, so that it can stand in a case, travel to the bench and be printed.
 */
import type { Program, Service, TrustMode } from '../evidence.ts';
import { certificateFaults, type CertificateFault, type FaultName } from '../pki/certificate-faults.ts';
import { honestLike, type TlsFaultName } from '../wire/tls/tls-faults.ts';
import type { Questions } from './peers/questions.ts';
import { honestScriptLike, type SipScriptName } from './peers/sip-scripts.ts';
import { pinnedSuites, type PinnedGroup, type PinnedSuite } from './pinned-suites.ts';
import type { Target } from './targets.ts';

export interface Presentation {
  /** The certificate served; `good` when left out. */
  certificate?: FaultName;
  /** The certificate has been revoked meanwhile: the revocation server answers so from now on. */
  revokedMeanwhile?: true;
  /** The server speaks exactly this version. */
  version?: 'TLS 1.0' | 'TLS 1.1' | 'TLS 1.2' | 'TLS 1.3';
  /** The server selects this cipher suite or none; `version` names the version that the suite belongs to. */
  suite?: PinnedSuite;
  /** The server exchanges keys over this group or not at all. */
  group?: PinnedGroup;
  /** Whether the server asks for a client certificate, and insists. */
  clientCertificate?: 'optional' | 'required';
  /** What the request names and takes; `device-authority` when left out. */
  certificateRequest?: 'device-authority' | 'other-authority' | 'any-authority' | 'ecdsa-only';
  /** The alert (RFC 5246 §7.2.2) by which the scripted TLS server answers a client whose handshake is otherwise complete. */
  rejectsClient?: number;
  /** The alert by which the scripted TLS server answers the ClientHello, before anything of its own. */
  rejectsHello?: number;
  /** What the scripted TLS server does otherwise than an honest one. */
  tls?: TlsFaultName;
  /** The certificate that the scripted TLS server shows in a renegotiation, which `tls` asks for; the same when left out. */
  renegotiatesAs?: FaultName;
  /** What the provisioning server does after the handshake. */
  http?: 'redirect-to-http' | 'redirect-to-other-host' | 'truncated-body' | 'digest' | 'basic';
  /** What the registrar asks of the device over its connection, once it has registered. */
  asks?: Questions;
  /** What the registrar does otherwise than an honest one. */
  sip?: SipScriptName;
  /** A peer of the harness gives out session tickets, and takes them back whatever host and certificate they are from. */
  tickets?: true;
  /** The port refuses TCP, or takes the connection and resets it (which lets the bench see the attempt). */
  port?: 'closed' | 'reset';
  /** The registrar speaks SIP over TCP without TLS, and the device is told that its account is one over that. */
  transport?: 'tcp';
  /** Whom the device is told to reach; the certificate is made for that name. */
  target?: Target;
  /** The certificate of the control, where `good` shares the property that the case is about. */
  control?: FaultName | Readonly<Record<Service, FaultName>>;
  /** Whom the device reaches in the control; the same target when left out. */
  controlTarget?: Target;
  /** Serve with the harness's own peer even where a third-party server could: controls of own rows need the same one. */
  program?: Program;
}

/** The certificates that Kamailio and nginx serve with and without asking for one of the device. */
export const askedFaults: readonly FaultName[] = [
  'good',
  'expired',
  'not-yet-valid',
  'wrong-name',
  'self-signed',
  'unknown-authority',
  'factory-authority',
];

/**
 * The certificates that Kamailio and nginx serve themselves; every other is served by the peers of the harness, and so are
 * weak keys and digests: they would take the security level of the whole server down with them.
 */
export const headlineFaults: readonly FaultName[] = [
  ...askedFaults,
  'authorities-1',
  'missing-intermediate',
  'intermediate-expired',
  'intermediate-not-ca',
  'client-auth-only',
  'wildcard-name',
  'common-name-only',
  'common-name-beside-foreign-san',
];

/** What nginx does after the handshake as well as the file server of the harness. */
const nginxManners: readonly Presentation['http'][] = ['redirect-to-http', 'basic'];

/** Which program serves a presentation: one rule, used by the lab and printed by `list`. */
export function programFor(service: Service, presentation: Presentation): Program {
  if (presentation.program) return presentation.program;
  if (presentation.port) return 'closed-port';
  if (presentation.transport) return 'clear-registrar';
  const { tls, renegotiatesAs, rejectsClient, rejectsHello } = presentation;
  if (tls || renegotiatesAs || rejectsClient !== undefined || rejectsHello !== undefined) return 'scripted-tls';
  if (faultOf(presentation).crafted) return 'scripted-tls';
  const own = service === 'sip' ? 'registrar' : 'file-server';
  const thirdParty = service === 'sip' ? 'kamailio' : 'nginx';
  if (presentation.http && !nginxManners.includes(presentation.http)) return 'file-server';
  if (presentation.tickets || presentation.asks || presentation.sip) return own;
  if (presentation.suite || presentation.group) return service === 'sip' && isOfPeer(presentation) ? own : thirdParty;
  const served = presentation.clientCertificate ? askedFaults : headlineFaults;
  if (!served.includes(presentation.certificate ?? 'good')) return own;
  if (presentation.certificateRequest || (presentation.target ?? 'host') !== 'host') return own;
  return thirdParty;
}

/** Kamailio can pin groups and the suites of TLS 1.3 for its whole process only. */
const isOfPeer = ({ suite, group }: Presentation): boolean =>
  group !== undefined || (suite !== undefined && pinnedSuites[suite].version === 'TLS 1.3');

/** The certificate that a device in this trust mode must accept. */
export function trustedCertificate(trust: TrustMode): FaultName {
  if (trust === 'M1') return 'factory-authority';
  return trust === 'M3' ? 'self-signed' : 'good';
}

/**
 * The control of a presentation: the good case that differs in the deviation alone, served by the same program. Where the
 * fault is compared with another certificate than `good`, that one is its control.
 */
export function controlOf(service: Service, presentation: Presentation, trust: TrustMode): Presentation {
  const { certificate = 'good', port, version, suite, clientCertificate, tls, http, tickets, asks } = presentation;
  const { target, controlTarget = target, renegotiatesAs, sip } = presentation;
  const { transport: _, ...secured } = presentation;
  const control = typeof presentation.control === 'object' ? presentation.control[service] : presentation.control;
  const program = programFor(service, port ? {} : secured);
  const trusted = trustedCertificate(trust);
  // Where that very certificate is the case, the control is another one that the device trusts from the factory.
  const itself = trust === 'M3' && certificate === 'self-signed' && !tls;
  const like = trust === 'M2' ? (faultOf(presentation).control as FaultName | undefined) : undefined;
  const chosen = control ?? like ?? (itself ? ('factory-authority' as const) : trusted);
  const good = {
    certificate: chosen,
    program,
    ...(controlTarget && { target: controlTarget }),
    ...(tickets && { tickets }),
    ...(sip && { sip: honestScriptLike(sip) }),
    // Several at once are compared with one.
    ...(asks && { asks: asks === 'three-options' ? 'options' : asks }),
  };
  // What is bent may be what the server says above TLS, so that stays.
  if (program === 'scripted-tls') return { ...good, ...(tls && http && { http }), tls: honestServer() };
  // Version and client certificate stay where they are not themselves the deviation.
  if (presentation.certificate === undefined || certificate === trusted) return good;
  // Where the suite is the deviation, so is the version that it belongs to.
  return { ...good, ...(version && !suite && { version }), ...(clientCertificate && { clientCertificate }) };

  function honestServer(): TlsFaultName {
    if (!tls) return 'honest-tls12';
    // Where the certificate is the deviation, the renegotiation stays.
    return renegotiatesAs ? tls : honestLike(tls);
  }
}

const faultOf = ({ certificate = 'good' }: Presentation): CertificateFault => certificateFaults[certificate];
