/** Invented attempts for the tests of the reports: TLS 1.2 as a real device speaks it, accepted or refused. */
import type {
  ApplicationData,
  Attempt,
  CertificateFacts,
  Connection,
  Role,
  Service,
  TlsMessage,
} from '../../harness/evidence.ts';
import { createHash } from 'node:crypto';

export interface AttemptPlan {
  service: Service;
  role: Role;
  /** Name of the certificate fault; `good` for none. */
  certificate: string;
  accepts: boolean;
  /** The alert with which it refuses; null for a bare close. */
  alert?: { code: number; name: string } | null;
  /** Seconds after the start of the sample run. */
  second: number;
  listener?: string;
  version?: 'TLS 1.0' | 'TLS 1.2';
}

const day = 24 * 3600 * 1000;
const clock = Date.parse('2026-11-20T14:02:00Z');
const suite = 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function certificate(
  subject: string,
  issuer: string,
  from: number,
  to: number,
  names: string[] = [],
): CertificateFacts {
  return {
    sha256: sha256(`${subject} ${from} ${to}`),
    subject: `CN=${subject}`,
    issuer: `CN=${issuer}`,
    notBefore: new Date(clock + from * day).toISOString(),
    notAfter: new Date(clock + to * day).toISOString(),
    names,
    key: 'RSA 2048',
    keySha256: null,
    signature: 'sha256WithRSAEncryption',
    authority: false,
    purposes: null,
    endCoding: null,
  };
}

export function chainOf(fault: string, service: Service): CertificateFacts[] {
  const host = service === 'sip' ? 'sip.lab.test' : 'prov.lab.test';
  const [from, to] = fault === 'expired' ? [-31, -1] : fault === 'not-yet-valid' ? [1, 31] : [-1, 30];
  const name = fault === 'wrong-name' ? 'other.lab.test' : fault === 'wildcard-name' ? '*.lab.test' : host;
  const issuer = fault === 'self-signed' ? name : 'Ringproof lab intermediate';
  const leaf = certificate(name, issuer, from, to, [`DNS:${name}`]);
  if (fault === 'self-signed') return [leaf];
  return [leaf, certificate('Ringproof lab intermediate', 'Ringproof lab root', -400, 1800)];
}

export function attempt(plan: AttemptPlan): Attempt {
  const { service, role, certificate: fault, accepts } = plan;
  const program = plan.listener ? 'registrar' : service === 'sip' ? 'kamailio' : 'nginx';
  const serverChain = chainOf(fault, service);
  return {
    service,
    role,
    startedAt: new Date(clock + plan.second * 1000 + 113).toISOString(),
    presented: {
      listener: plan.listener ?? `${program}/${fault}`,
      program,
      certificate: fault,
      leafSha256: serverChain[0]?.sha256 ?? null,
      version: 'default',
      behaviour: null,
      requestsClientCertificate: false,
    },
    connections: [connection(plan, serverChain)],
    clearText: [],
    fetches: [],
    witness: { program, lines: [`${program}: connection from 127.0.0.1:41822, certificate ${fault}`] },
    driverSaid: { outcome: accepts ? 'accepted' : 'refused' },
    quiet: 1000,
    lasted: 1046,
    capture: `captures/${fault}-${service}.pcapng`,
  };
}

function connection(plan: AttemptPlan, serverChain: CertificateFacts[]): Connection {
  const { service, accepts, version = 'TLS 1.2' } = plan;
  const messages: TlsMessage[] = [
    message(0, 'device', 'client_hello', 212, `${version}, 14 suites`),
    message(0.6, 'lab', 'server_hello', 93, `${version}, ${suite}`),
    message(0.6, 'lab', 'certificate', 2143, `${serverChain.length} certificates`),
    message(1.9, 'lab', 'server_key_exchange', 338, 'secp256r1'),
    message(1.9, 'lab', 'server_hello_done', 9),
  ];
  const alert = plan.alert ?? null;
  const application = accepts ? exchange(service) : [];
  if (accepts) {
    messages.push(
      message(6.2, 'device', 'client_key_exchange', 75),
      message(6.2, 'device', 'change_cipher_spec', 6),
      { ...message(6.3, 'device', 'finished', 45), encrypted: true },
      message(7, 'lab', 'change_cipher_spec', 6),
      { ...message(7, 'lab', 'finished', 45), encrypted: true },
      ...application.map((data) => ({
        ...message(data.at, data.from, 'application_data', data.bytes, data.text?.split('\r\n')[0]),
        encrypted: true,
      })),
    );
  } else if (alert) messages.push(message(3.8, 'device', 'alert', 7, `fatal ${alert.code} ${alert.name}`));
  return {
    openedAt: 0,
    front: service,
    messages,
    hello: {
      format: 'tls',
      recordVersion: 'TLS 1.0',
      legacyVersion: 'TLS 1.2',
      versions: ['TLS 1.3', 'TLS 1.2'],
      random: sha256('random'),
      sessionIdOctets: 32,
      suites: [suite, 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
      groups: ['x25519', 'secp256r1'],
      keyShares: ['x25519'],
      signatureSchemes: ['rsa_pss_rsae_sha256'],
      certificateSchemes: null,
      pointFormats: null,
      pskModes: [],
      serverName: service === 'sip' ? 'sip.lab.test' : 'prov.lab.test',
      alpn: [],
      extensions: ['server_name', 'supported_versions'],
      unreadable: [],
      compression: [0],
      padding: null,
      bytes: 180,
      sha256: sha256('hello'),
      ja3: sha256('ja3').slice(0, 32),
      ja4: 't13d020200_000000000000_000000000000',
    },
    negotiated: accepts ? { version, suite } : null,
    serverChain,
    clientChain: null,
    clientProof: null,
    certificateRequested: false,
    alerts: alert && !accepts ? [{ at: 3.8, from: 'device', level: 'fatal', ...alert, encrypted: false }] : [],
    application,
    unreadable: { fromDevice: 0, fromLab: 0 },
    closed: accepts ? { by: 'lab', how: 'fin', at: 1044 } : { by: 'device', how: 'fin', at: 3.9 },
  };
}

const message = (at: number, from: 'device' | 'lab', type: string, bytes: number, detail?: string): TlsMessage => ({
  at,
  from,
  type,
  bytes,
  encrypted: false,
  ...(detail ? { detail } : {}),
});

function exchange(service: Service): ApplicationData[] {
  if (service === 'provisioning') {
    return [
      { at: 8.1, from: 'device', bytes: 148, kind: 'HTTP GET', text: 'GET /020000090045.cfg HTTP/1.1\r\n' },
      { at: 9.4, from: 'lab', bytes: 402, kind: 'HTTP 200', text: 'HTTP/1.1 200 OK\r\n' },
    ];
  }
  return [
    { at: 41.2, from: 'device', bytes: 611, kind: 'SIP REGISTER', text: 'REGISTER sip:lab.test SIP/2.0\r\n' },
    { at: 41.9, from: 'lab', bytes: 402, kind: 'SIP 401', text: 'SIP/2.0 401 Unauthorized\r\n' },
    { at: 44, from: 'device', bytes: 803, kind: 'SIP REGISTER', text: 'REGISTER sip:lab.test SIP/2.0\r\n' },
    { at: 44.8, from: 'lab', bytes: 466, kind: 'SIP 200', text: 'SIP/2.0 200 OK\r\n' },
  ];
}
