/** The registrar of the harness: SIP over TLS whose certificate changes from one connection to the next. */
import { randomBytes } from 'node:crypto';
import { LabError } from '../../errors.ts';
import type { Service } from '../../evidence.ts';
import type { Pki } from '../../pki/pki.ts';
import { SipFramer } from '../../wire/sip/framer.ts';
import { type SipMessage, writeSip } from '../../wire/sip/message.ts';
import type { LabAccount } from '../lab.ts';
import type { Peer } from './peer.ts';
import { Questioner } from './questions.ts';
import { Registrations } from './registrations.ts';
import type { PeerService, SecureConnection, ServiceState } from './secure-connection.ts';
import { SipPerformance } from './sip-performance.ts';
import { RegistrarScene } from './sip-scene.ts';
import type { SipScript } from './sip-script.ts';
import { sipScripts } from './sip-scripts.ts';
import type { Presentation } from '../presentation.ts';
import { TlsPeer } from './tls-peer.ts';

export interface RegistrarOptions {
  pki: Pki;
  /** Whose hosts the certificates name. */
  front: Service;
  service: RegistrarService;
}

/** What a registrar speaks, over any TLS server; bindings are shared by all its connections. */
export interface RegistrarService extends PeerService {
  /** Drops every registration binding. */
  forgetBindings(): void;
}

export interface RegistrarServiceOptions {
  accounts: readonly LabAccount[];
  /** SIP domain and realm: lab.test. */
  domain: string;
  /** How long a script waits for the device where it does not say, ms; a second when left out. */
  window?: number | undefined;
  /** Those of `sip-scripts.ts` when left out; only tests want others. */
  scripts?: Readonly<Record<string, SipScript>>;
}

/** Longer than any registration without a refresh or ping; what lies idle beyond is closed. */
const idleTimeout = 600_000;

export const startRegistrar = (options: RegistrarOptions): Promise<Peer> =>
  TlsPeer.start({ program: 'registrar', ...options });

export function registrarService(options: RegistrarServiceOptions): RegistrarService {
  const { domain, accounts, window = 1000, scripts = sipScripts } = options;
  const registrations = new Registrations(domain, accounts);
  const performances = new WeakMap<Presentation, SipPerformance>();
  let current: SipPerformance | null = null;
  return {
    serve: (connection) => {
      const performance = performances.get(connection.presentation);
      if (performance) perform(connection, performance);
      else serve(connection, registrations, domain);
    },
    present: (presentation): ServiceState => {
      const { http, sip } = presentation;
      if (http) throw new LabError('peer-presentation', `the registrar can not present "${http}"`);
      const script = sip && scripts[sip];
      if (sip && !script) throw new LabError('peer-presentation', `there is no SIP script "${sip}"`);
      current?.end();
      current = script ? new SipPerformance({ script, domain, registrations, window }) : null;
      if (!current) return {};
      performances.set(presentation, current);
      return { script: current };
    },
    forgetBindings: () => registrations.forget(),
  };
}

function serve({ stream, presentation, say }: SecureConnection, registrations: Registrations, domain: string): void {
  const questioner = presentation.asks && new Questioner(presentation.asks, domain);
  const nonce = randomBytes(16).toString('hex');
  read(stream, say, {
    message: (request) => {
      const { response, remark } = registrations.answer(request, nonce);
      say(remark);
      if (response) stream.write(writeSip(response));
      const behind = response ? questioner?.after(request, response.status ?? 0) : questioner?.reply(request);
      if (behind) stream.write(behind);
    },
    // RFC 5626 §4.4.1: a ping of two CRLFs is answered with one.
    ping: () => stream.write('\r\n'),
  });
}

function perform(connection: SecureConnection, performance: SipPerformance): void {
  const scene = new RegistrarScene(connection, performance);
  read(connection.stream, connection.say, {
    message: (message) => scene.receive(message),
    ping: () => scene.ping(),
  });
}

function read(
  stream: SecureConnection['stream'],
  say: SecureConnection['say'],
  on: { message: (message: SipMessage) => void; ping: () => void },
): void {
  const framer = new SipFramer();
  let pings = 0;
  stream.setTimeout(idleTimeout, () => stream.destroy());
  stream.on('data', (chunk: Buffer) => {
    for (const message of framer.push(chunk)) on.message(message);
    for (; pings < framer.pings; pings++) on.ping();
    if (framer.error) {
      say(`closed: ${framer.error.message}`);
      stream.end();
    }
  });
}
