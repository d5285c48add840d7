/** Hello extensions, as in IANA's registry "TLS ExtensionType Values". */
import { greaseName, hex16 } from './grease.ts';

export const extensionNumbers = {
  server_name: 0,
  max_fragment_length: 1,
  client_certificate_url: 2,
  trusted_ca_keys: 3,
  truncated_hmac: 4,
  status_request: 5,
  user_mapping: 6,
  client_authz: 7,
  server_authz: 8,
  cert_type: 9,
  supported_groups: 10,
  ec_point_formats: 11,
  srp: 12,
  signature_algorithms: 13,
  use_srtp: 14,
  heartbeat: 15,
  application_layer_protocol_negotiation: 16,
  status_request_v2: 17,
  signed_certificate_timestamp: 18,
  client_certificate_type: 19,
  server_certificate_type: 20,
  padding: 21,
  encrypt_then_mac: 22,
  extended_master_secret: 23,
  token_binding: 24,
  cached_info: 25,
  tls_lts: 26,
  compress_certificate: 27,
  record_size_limit: 28,
  pwd_protect: 29,
  pwd_clear: 30,
  password_salt: 31,
  ticket_pinning: 32,
  tls_cert_with_extern_psk: 33,
  delegated_credential: 34,
  session_ticket: 35,
  TLMSP: 36,
  TLMSP_proxying: 37,
  TLMSP_delegate: 38,
  supported_ekt_ciphers: 39,
  pre_shared_key: 41,
  early_data: 42,
  supported_versions: 43,
  cookie: 44,
  psk_key_exchange_modes: 45,
  certificate_authorities: 47,
  oid_filters: 48,
  post_handshake_auth: 49,
  signature_algorithms_cert: 50,
  key_share: 51,
  transparency_info: 52,
  connection_id_deprecated: 53,
  connection_id: 54,
  external_id_hash: 55,
  external_session_id: 56,
  quic_transport_parameters: 57,
  ticket_request: 58,
  dnssec_chain: 59,
  next_protocol_negotiation: 0x3374,
  application_settings: 0x4469,
  channel_id_old: 0x754f,
  channel_id: 0x7550,
  encrypted_client_hello: 0xfe0d,
  renegotiation_info: 0xff01,
  quic_transport_parameters_draft: 0xffa5,
  encrypted_server_name: 0xffce,
} as const;

const names = new Map<number, string>(Object.entries(extensionNumbers).map(([name, number]) => [number, name]));

/** `supported_versions`, `GREASE_0x0a0a`, or `0x1234`. */
export const extensionName = (number: number): string => names.get(number) ?? greaseName(number) ?? hex16(number);

const pointFormats = ['uncompressed', 'ansiX962_compressed_prime', 'ansiX962_compressed_char2'];

/** RFC 8422 §5.1.2: `uncompressed`, or `0x1234`. */
export const pointFormatName = (number: number): string => pointFormats[number] ?? hex16(number);

const pskModes = ['psk_ke', 'psk_dhe_ke'];

/** RFC 8446 §4.2.9: `psk_dhe_ke`, `GREASE_0x2a`, or `0x1234`. RFC 8701 §2 has reserved values of one octet here. */
export const pskModeName = (number: number): string =>
  pskModes[number] ??
  ((number - 0x0b) % 0x1f === 0 ? `GREASE_0x${number.toString(16).padStart(2, '0')}` : hex16(number));
