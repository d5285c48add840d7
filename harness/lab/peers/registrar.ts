/** The registrar of the harness: SIP over TLS whose certificate changes from one connection to the next. */
import { randomBytes } from 'node:crypto';
import { LabError } from '../../errors.ts';
import type { Pki } from '../../pki/pki.ts';
import { SipFramer } from '../../wire/sip/framer.ts';
import { writeSip } from '../../wire/sip/message.ts';
import type { LabAccount } from '../lab.ts';
import type { Presentation } from '../presentation.ts';
import type { Peer } from './peer.ts';
import { Registrations } from './registrations.ts';
import { TlsPeer, type SecureConnection } from './tls-peer.ts';

export interface RegistrarOptions {
  pki: Pki;
  /** The host that the certificates name: sip.lab.test. */
  host: string;
  accounts: readonly LabAccount[];
  /** SIP domain and realm: lab.test. */
  domain: string;
}

export interface Registrar extends Peer {
  /** Drops every registration binding. */
  forgetBindings(): void;
}

/** Longer than any registration without a refresh or ping; what lies idle beyond is closed. */
const idleTimeout = 600_000;

export async function startRegistrar(options: RegistrarOptions): Promise<Registrar> {
  const registrations = new Registrations(options.domain, options.accounts);
  const peer = await TlsPeer.start({
    program: 'registrar',
    pki: options.pki,
    host: options.host,
    serve: (connection) => serve(connection, registrations),
    check,
  });
  return Object.assign(peer, { forgetBindings: () => registrations.forget() });
}

function check({ http, tls }: Presentation): void {
  const foreign = http ?? tls;
  if (foreign) {
    throw new LabError('peer-presentation', `the registrar can not present "${foreign}"`, {
      hint: 'the registrar takes certificate, version and clientCertificate',
    });
  }
}

function serve({ socket, say }: SecureConnection, registrations: Registrations): void {
  const framer = new SipFramer();
  const nonce = randomBytes(16).toString('hex');
  let pings = 0;
  socket.setTimeout(idleTimeout, () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    for (const request of framer.push(chunk)) {
      const { response, remark } = registrations.answer(request, nonce);
      say(remark);
      if (response) socket.write(writeSip(response));
    }
    // RFC 5626 §4.4.1: a ping of two CRLFs is answered with one.
    for (; pings < framer.pings; pings++) socket.write('\r\n');
    if (framer.error) {
      say(`closed: ${framer.error.message}`);
      socket.end();
    }
  });
}
