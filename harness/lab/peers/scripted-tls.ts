/** The scripted TLS server: TLS servers of our own, for what no TLS library can be made to serve. */
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { LabError } from '../../errors.ts';
import type { Service } from '../../evidence.ts';
import type { Pki } from '../../pki/pki.ts';
import type { Presentation } from '../presentation.ts';
import { hostOf } from '../targets.ts';
import { Sessions12 } from '../../wire/tls/server/sessions12.ts';
import type { TlsFault } from '../../wire/tls/faults/tls-fault.ts';
import { tlsFaults } from '../../wire/tls/tls-faults.ts';
import { clientRequest } from './client-request.ts';
import type { Peer } from './peer.ts';
import { PeerPort } from './port.ts';
import { type ConversationLimits, type Scene, ScriptedConversation, usualLimits } from './scripted-conversation.ts';
import type { PeerService } from './secure-connection.ts';

export interface ScriptedTlsOptions {
  pki: Pki;
  /** Whose hosts the certificates name. */
  front: Service;
  /** What is spoken with a device that completes the handshake. */
  service: PeerService;
  /** The usual ones when left out; only tests want others. */
  limits?: Partial<ConversationLimits>;
}

export async function startScriptedTls(options: ScriptedTlsOptions): Promise<Peer> {
  let scene = sceneOf({}, options);
  const sessions = new Sessions12();
  const port = await PeerPort.open('scripted-tls', (socket) => {
    const served = { ...scene, server: { ...scene.server, sessions } };
    new ScriptedConversation(socket, served, {
      service: options.service,
      say: (line) => port.say(line),
      logKey: (line) => port.logKey(line),
      limits: { ...usualLimits, ...options.limits },
    });
  });
  return {
    program: 'scripted-tls',
    address: port.address,
    present: (presentation) => {
      const next = sceneOf(presentation, options);
      const state = options.service.present(presentation);
      scene = next;
      const { leafSha256, renegotiatedLeafSha256 } = scene;
      return { leafSha256, ...state, ...(renegotiatedLeafSha256 !== undefined && { renegotiatedLeafSha256 }) };
    },
    onKeyLog: (listener) => port.onKeyLog(listener),
    onLine: (listener) => port.onLine(listener),
    stop: () => port.stop(),
  };
}

/** Throws LabError for what this server can not present. */
function sceneOf(presentation: Presentation, { pki, front }: ScriptedTlsOptions): Scene {
  const { tls = 'honest-tls12', version, certificate = 'good', tickets } = presentation;
  const { rejectsClient = null, rejectsHello = null, renegotiatesAs } = presentation;
  if (version && version !== 'TLS 1.2') throw impossible(version, 'its entries name their version');
  if (tickets) throw impossible('tickets', 'it gives none');
  for (const alert of [rejectsClient, rejectsHello]) {
    if (alert === null || (Number.isInteger(alert) && alert > 0 && alert < 256)) continue;
    throw impossible(`alert ${alert}`, 'an alert is a number from 1 to 255');
  }
  const host = hostOf(front, presentation.target);
  const { chain, keyPem, staple, ...meant } = pki.certificate(certificate, host);
  const key = createPrivateKey(keyPem);
  const fault: TlsFault = tlsFaults[tls];
  if (renegotiatesAs && !fault.renegotiation) throw impossible(renegotiatesAs, `"${tls}" serves no renegotiation`);
  const later = renegotiatesAs && pki.certificate(renegotiatesAs, host);
  const leafSha256 = fault.chain ? digestOf(fault.chain(chain)[0]) : meant.leafSha256;
  return {
    name: certificate === 'good' ? tls : `${tls} ${certificate}`,
    presentation,
    server: {
      chain,
      key: fault.otherKey ? otherKey(key) : key,
      staple,
      ...(later && {
        renegotiatesAs: { chain: later.chain, key: createPrivateKey(later.keyPem), staple: later.staple },
      }),
      fault,
    },
    request: clientRequest(presentation, pki),
    rejectsClient,
    rejectsHello,
    leafSha256,
    ...(later && { renegotiatedLeafSha256: later.leafSha256 }),
    now: pki.now,
  };
}

const digestOf = (leaf: Buffer | undefined): string | null =>
  leaf === undefined ? null : createHash('sha256').update(leaf).digest('hex');

const impossible = (what: string, hint: string): LabError =>
  new LabError('peer-presentation', `the scripted TLS server can not present "${what}"`, { hint });

const otherKeys = new Map<string, KeyObject>();

/** A key of the same kind and size, so that nothing but the signature is wrong. Made once: RSA takes 0.2 s. */
function otherKey(key: KeyObject): KeyObject {
  const { modulusLength = 2048, namedCurve = 'prime256v1' } = key.asymmetricKeyDetails ?? {};
  const kind = `${key.asymmetricKeyType ?? ''} ${modulusLength} ${namedCurve}`;
  const made = otherKeys.get(kind) ?? generate();
  otherKeys.set(kind, made);
  return made;

  function generate(): KeyObject {
    switch (key.asymmetricKeyType) {
      case 'rsa':
        return generateKeyPairSync('rsa', { modulusLength }).privateKey;
      case 'ec':
        return generateKeyPairSync('ec', { namedCurve }).privateKey;
      default:
        throw impossible('wrong-key', `there is no other key of type ${key.asymmetricKeyType ?? 'unknown'} here`);
    }
  }
}
