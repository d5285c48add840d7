/** Evidence made by hand, for the tests of the judges. */
import type { Attempt, Call, CertificateFacts, ClientHelloFacts, Connection, Evidence } from '../evidence.ts';
import { usualSettings } from '../usual-settings.ts';

const leaf = 'aa'.repeat(32);

export const certificate = (partial: Partial<CertificateFacts> = {}): CertificateFacts => ({
  sha256: 'dd'.repeat(32),
  subject: '',
  issuer: '',
  notBefore: '',
  notAfter: '',
  names: [],
  key: '',
  keySha256: null,
  signature: '',
  authority: false,
  purposes: null,
  endCoding: null,
  ...partial,
});

export const hello = (partial: Partial<ClientHelloFacts> = {}): ClientHelloFacts => ({
  format: 'tls',
  recordVersion: 'TLS 1.0',
  legacyVersion: 'TLS 1.2',
  versions: ['TLS 1.3', 'TLS 1.2'],
  random: 'cc'.repeat(32),
  sessionIdOctets: 32,
  suites: ['TLS_AES_128_GCM_SHA256'],
  groups: ['x25519'],
  keyShares: ['x25519'],
  signatureSchemes: [],
  certificateSchemes: null,
  pointFormats: null,
  pskModes: [],
  serverName: 'sip.lab.test',
  alpn: [],
  extensions: [],
  unreadable: [],
  compression: [0],
  padding: null,
  bytes: 250,
  sha256: 'bb'.repeat(32),
  ja3: 'ee'.repeat(16),
  ja4: 't13d010700_000000000000_000000000000',
  ...partial,
});

export function connection(partial: Partial<Connection> = {}): Connection {
  return {
    openedAt: 0,
    front: 'sip',
    messages: [
      { at: 1, from: 'device', type: 'client_hello', bytes: 250, encrypted: false },
      { at: 2, from: 'lab', type: 'server_hello', bytes: 60, encrypted: false },
    ],
    hello: hello(),
    negotiated: { version: 'TLS 1.3', suite: 'TLS_AES_128_GCM_SHA256' },
    serverChain: [certificate({ sha256: leaf })],
    clientChain: null,
    clientProof: null,
    certificateRequested: false,
    alerts: [],
    application: [],
    unreadable: { fromDevice: 0, fromLab: 0 },
    closed: { by: 'device', how: 'fin', at: 5 },
    ...partial,
  };
}

export const registered = (partial: Partial<Connection> = {}): Connection =>
  connection({
    application: [
      { at: 3, from: 'device', bytes: 400, kind: 'SIP REGISTER' },
      { at: 4, from: 'lab', bytes: 400, kind: 'SIP 200' },
    ],
    ...partial,
  });

export function attempt(role: Attempt['role'], connections: Connection[], partial: Partial<Attempt> = {}): Attempt {
  return {
    service: 'sip',
    role,
    startedAt: '2026-11-21T09:00:00.000Z',
    presented: {
      listener: 'kamailio/expired',
      program: 'kamailio',
      certificate: 'expired',
      leafSha256: leaf,
      version: 'default',
      behaviour: null,
      requestsClientCertificate: false,
    },
    connections,
    clearText: [],
    witness: { program: 'kamailio', lines: [] },
    driverSaid: { outcome: 'refused' },
    quiet: 1000,
    lasted: 1000,
    ...partial,
  };
}

export function evidence(partial: Partial<Evidence> = {}): Evidence {
  return {
    schema: 1,
    dut: { name: 'sample', version: '1', driver: 'command', toneHz: 1000 },
    settings: { ...usualSettings, srtp: 'mandatory' },
    window: 1000,
    attempts: [],
    calls: [],
    benchFaults: [],
    ...partial,
  };
}

/** A case between two controls that were accepted. */
export const bracketed = (one: Attempt): Evidence =>
  evidence({ attempts: [attempt('control-before', [registered()]), one, attempt('control-after', [registered()])] });

const sdp = (profile: string, crypto: boolean) => ({
  text: `v=0\r\nm=audio 40000 ${profile} 0\r\n`,
  profile,
  port: 40000,
  crypto: crypto ? [{ tag: 1, suite: 'AES_CM_128_HMAC_SHA1_80', keyOctets: 30, keyFingerprint: 'cc' }] : [],
});

/** An encrypted call of 20 packets unless said otherwise. */
export function call(role: Evidence['calls'][number]['role'], partial: Partial<Call> = {}): Evidence['calls'][number] {
  return {
    role,
    direction: 'outgoing',
    devicePolicy: 'mandatory',
    farPolicy: 'mandatory',
    offer: sdp('RTP/SAVP', true),
    answer: sdp('RTP/SAVP', true),
    status: { code: 200, by: 'far-end' },
    ended: { by: 'far-end', how: 'BYE', at: 500 },
    fromDevice: { srtp: 20, plain: 0, undecipherable: 0, rtcp: 0, firstAt: 20 },
    toDevice: { packets: 20 },
    tone: { hz: 1000, share: 0.95 },
    probes: [],
    packets: [],
    ladder: [],
    descriptions: [],
    steps: [],
    elsewhere: 0,
    ...partial,
  };
}

export const plainSdp = sdp('RTP/AVP', false);
export const secureSdp = sdp('RTP/SAVP', true);
export const noMedia = { srtp: 0, plain: 0, undecipherable: 0, rtcp: 0, firstAt: null };
