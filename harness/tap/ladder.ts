/** The rows of a ladder diagram between device and lab, for reports. Pure: evidence in, rows out. */
import type { Connection, TlsMessage } from '../evidence.ts';

export interface LadderRow {
  /** Milliseconds after the attempt began. */
  at: number;
  from: 'device' | 'lab';
  label: string;
  detail: string;
  bytes: number;
  encrypted: boolean;
  /** `forbidden`: what must not have come, namely anything in clear, or data and identity where a refusal was due. */
  kind: 'message' | 'alert' | 'forbidden' | 'close';
}

export interface LadderOptions {
  /** The case asks the device to refuse this server: application data and its own certificate must not come. */
  refusalDue?: boolean;
}

const labels: Readonly<Record<string, string>> = {
  client_hello: 'ClientHello',
  sslv2_client_hello: 'ClientHello in SSL 2.0 format',
  server_hello: 'ServerHello',
  encrypted_extensions: 'EncryptedExtensions',
  certificate: 'Certificate',
  certificate_request: 'CertificateRequest',
  certificate_verify: 'CertificateVerify',
  certificate_status: 'CertificateStatus',
  server_key_exchange: 'ServerKeyExchange',
  server_hello_done: 'ServerHelloDone',
  client_key_exchange: 'ClientKeyExchange',
  change_cipher_spec: 'ChangeCipherSpec',
  finished: 'Finished',
  new_session_ticket: 'NewSessionTicket',
  application_data: 'Application data',
  encrypted_record: 'Encrypted record',
  encrypted_handshake: 'Encrypted handshake message',
  encrypted_alert: 'Encrypted alert',
  clear_text: 'In clear',
  not_tls: 'Not TLS',
  alert: 'Alert',
};

export function ladder(connection: Connection, { refusalDue = false }: LadderOptions = {}): LadderRow[] {
  const rows = connection.messages.map((message): LadderRow => {
    const { at, from, bytes, encrypted, detail = '' } = message;
    return {
      at,
      from,
      label: labels[message.type] ?? message.type,
      detail,
      bytes,
      encrypted,
      kind: kindOf(message, refusalDue),
    };
  });
  const { by, how, at } = connection.closed;
  if (by === 'open' || at === null) return rows;
  const close: LadderRow = {
    at,
    from: by,
    label: how.toUpperCase(),
    detail: 'TCP',
    bytes: 0,
    encrypted: false,
    kind: 'close',
  };
  // Data may follow the first FIN, from the other side.
  const after = rows.findIndex((row) => row.at > at);
  return after < 0 ? [...rows, close] : rows.toSpliced(after, 0, close);
}

function kindOf({ type, from, detail }: TlsMessage, refusalDue: boolean): LadderRow['kind'] {
  if (type === 'alert' || type === 'encrypted_alert') return 'alert';
  if (from === 'lab') return 'message';
  if (type === 'clear_text') return 'forbidden';
  const showsIdentity = type === 'certificate' && detail !== '0 certificates';
  return refusalDue && (type === 'application_data' || showsIdentity) ? 'forbidden' : 'message';
}
