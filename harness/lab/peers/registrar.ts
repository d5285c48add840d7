/** The registrar of the harness: SIP over TLS whose certificate changes from one connection to the next. */
import { randomBytes } from 'node:crypto';
import { LabError } from '../../errors.ts';
import type { Service } from '../../evidence.ts';
import type { Pki } from '../../pki/pki.ts';
import { SipFramer } from '../../wire/sip/framer.ts';
import { writeSip } from '../../wire/sip/message.ts';
import type { LabAccount } from '../lab.ts';
import type { Peer } from './peer.ts';
import { Questioner } from './questions.ts';
import { Registrations } from './registrations.ts';
import type { PeerService, SecureConnection } from './secure-connection.ts';
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
}

/** Longer than any registration without a refresh or ping; what lies idle beyond is closed. */
const idleTimeout = 600_000;

export const startRegistrar = (options: RegistrarOptions): Promise<Peer> =>
  TlsPeer.start({ program: 'registrar', ...options });

export function registrarService({ domain, accounts }: RegistrarServiceOptions): RegistrarService {
  const registrations = new Registrations(domain, accounts);
  return {
    serve: (connection) => serve(connection, registrations, domain),
    check: ({ http }) => {
      if (http) throw new LabError('peer-presentation', `the registrar can not present "${http}"`);
    },
    forgetBindings: () => registrations.forget(),
  };
}

function serve({ stream, presentation, say }: SecureConnection, registrations: Registrations, domain: string): void {
  const framer = new SipFramer();
  const questioner = presentation.asks && new Questioner(presentation.asks, domain);
  const nonce = randomBytes(16).toString('hex');
  let pings = 0;
  stream.setTimeout(idleTimeout, () => stream.destroy());
  stream.on('data', (chunk: Buffer) => {
    for (const request of framer.push(chunk)) {
      const { response, remark } = registrations.answer(request, nonce);
      say(remark);
      if (response) stream.write(writeSip(response));
      const behind = response ? questioner?.after(request, response.status ?? 0) : questioner?.reply(request);
      if (behind) stream.write(behind);
    }
    // RFC 5626 §4.4.1: a ping of two CRLFs is answered with one.
    for (; pings < framer.pings; pings++) stream.write('\r\n');
    if (framer.error) {
      say(`closed: ${framer.error.message}`);
      stream.end();
    }
  });
}
