/** The scripted TLS server: raw bytes, no TLS library, for what no honest server can be made to say. */
import { LabError } from '../../errors.ts';
import type { Pki } from '../../pki/pki.ts';
import { sipHost } from '../lab.ts';
import type { Presentation } from '../presentation.ts';
import { ScriptedConversation, type Script } from './scripted-conversation.ts';
import type { Peer } from './peer.ts';
import { PeerPort } from './port.ts';

export interface ScriptedTlsOptions {
  pki: Pki;
  /** The host that the certificate names; sip.lab.test when left out. */
  host?: string;
}

export async function startScriptedTls({ pki, host = sipHost }: ScriptedTlsOptions): Promise<Peer> {
  let script: Script = 'honest-tls12';
  const certificate = pki.certificate('good', host);
  const port = await PeerPort.open('scripted-tls', (socket) => {
    new ScriptedConversation(socket, { script, certificate, say: (line) => port.say(line) });
  });
  return {
    program: 'scripted-tls',
    address: port.address,
    present: (presentation) => {
      script = scriptOf(presentation);
      return { leafSha256: certificate.leafSha256 };
    },
    onKeyLog: (listener) => port.onKeyLog(listener),
    onLine: (listener) => port.onLine(listener),
    stop: () => port.stop(),
  };
}

function scriptOf({ tls, version, certificate, clientCertificate, http }: Presentation): Script {
  const foreign = [certificate === 'good' ? undefined : certificate, clientCertificate, http].find(Boolean);
  if (!tls || foreign || (version && version !== 'TLS 1.2')) {
    throw new LabError(
      'peer-presentation',
      `the scripted TLS server can not present "${foreign ?? version ?? 'no script'}"`,
      {
        hint: 'it takes tls: honest-tls12 or unoffered-suite, with the good certificate in TLS 1.2',
      },
    );
  }
  return tls;
}
