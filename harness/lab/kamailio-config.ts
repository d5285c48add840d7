/**
 * Kamailio's configuration: registrar and proxy over TLS with one port per TLS profile, digest accounts, relay. The same
 * text serves both runtimes; only addresses differ. Learnt by measurement: the TLS profile is chosen by the local
 * address, so every listener is written with its own; `-x fm` keeps the start at some 10 ms per profile.
 */
import { createHash } from 'node:crypto';
import { LabError } from '../errors.ts';
import type { Pki } from '../pki/pki.ts';
import { domain, sipHost, type Address, type LabAccount } from './lab.ts';
import { cipherList, pinnedSuites } from './pinned-suites.ts';
import type { Profile } from './profiles.ts';
import type { GeneratedFiles, ServerListener } from './server-listener.ts';
import { certificateFiles, certificatePaths, deviceAnchorPath } from './server-certificates.ts';

export interface KamailioSettings {
  /** Folder of the generated files as Kamailio sees it. */
  folder: string;
  pki: Pki;
  listeners: readonly ServerListener[];
  /** UDP address of the JSON-RPC control port. */
  control: Address;
  /** The address that the device knows: written into Via and Record-Route instead of the listener's own. */
  advertised: Address;
  accounts: readonly LabAccount[];
  /** Where a relay of media takes commands; the media of all calls goes through it then. */
  mediaRelay?: Address | undefined;
}

export function kamailioFiles(settings: KamailioSettings): GeneratedFiles {
  return {
    'kamailio.cfg': mainConfig(settings),
    'tls.cfg': tlsConfig(settings),
    ...certificateFiles(settings, sipHost),
  };
}

export function kamailioArguments(folder: string, modules: string | null, profileCount: number): string[] {
  const sharedMegabytes = Math.ceil(16 + 1.3 * profileCount);
  return [
    '-DD',
    '-E',
    ...['-x', 'fm', '-m', String(Math.max(64, sharedMegabytes)), '-M', '8'],
    ...(modules ? ['-L', modules] : []),
    ...['-f', `${folder}/kamailio.cfg`, '-w', folder, '-Y', folder, '-P', `${folder}/kamailio.pid`],
  ];
}

const mainConfig = ({ listeners, control, advertised, accounts, mediaRelay }: KamailioSettings): string => `#!KAMAILIO
debug=1
log_stderror=yes
log_prefix_mode=0
children=1
tcp_children=2
enable_tls=yes
tcp_connection_lifetime=3605
tcp_max_connections=4096
# Longer than any message that a case sends: what Kamailio cannot hold closes the connection.
tcp_rd_buf_size=131072
tcp_conn_wq_max=262144
tls_max_connections=4096
auto_aliases=no
alias="${domain}"
alias="${sipHost}"
alias="${advertised.host}:${advertised.port}"
dns=no
rev_dns=no
server_header="Server: kamailio"
${listeners.map(({ inside }) => `listen=tls:${text(inside)} advertise ${text(advertised)}`).join('\n')}

${[...modules, ...(mediaRelay ? ['rtpproxy'] : [])].map((name) => `loadmodule "${name}.so"`).join('\n')}

modparam("tls", "config", "tls.cfg")
modparam("tls", "tls_force_run", 1)
modparam("jsonrpcs", "transport", 4)
modparam("jsonrpcs", "dgram_socket", "udp:${text(control)}")
modparam("jsonrpcs", "dgram_workers", 1)
# CANCEL and ACK are made from the INVITE that came: tm does not find its own again where that was long.
modparam("tm", "reparse_invite", 0)
modparam("usrloc", "db_mode", 0)
modparam("usrloc", "handle_lost_tcp", 1)
modparam("usrloc", "nat_bflag", 6)
modparam("registrar", "use_path", 1)
modparam("registrar", "min_expires", 5)
modparam("registrar", "gruu_enabled", 0)
modparam("registrar", "received_avp", "$avp(RECEIVED)")
modparam("nathelper", "received_avp", "$avp(RECEIVED)")
${mediaRelay ? `modparam("rtpproxy", "rtpproxy_sock", "udp:${text(mediaRelay)}")` : ''}

request_route {
    xlog("L_NOTICE", "witness $rm $fU $si:$sp port=$Rp tls=$tls_version cipher=$tls_cipher_info sni=$tls_peer_server_name peer=$tls_peer_subject_cn verified=$tls_peer_verified\\n");
    if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
    if (!sanity_check("17895", "7")) { exit; }
    if (is_method("OPTIONS") && uri==myself && $rU==$null) { sl_send_reply("200", "Keepalive"); exit; }
    if (is_method("CANCEL")) { if (t_check_trans()) { route(RELAY); } exit; }
    if (!is_method("ACK")) { if (t_precheck_trans()) { t_check_trans(); exit; } t_check_trans(); }
    if (has_totag()) {
        if (loose_route()) { handle_ruri_alias(); route(RELAY); exit; }
        if (is_method("ACK")) { if (t_check_trans()) { route(RELAY); } exit; }
        sl_send_reply("404", "Not here");
        exit;
    }
    if (is_method("REGISTER")) {
        route(AUTH);
        force_rport();
        fix_nated_register();
        setbflag(6);
        # 0x04: one binding per address of record, so that the newest connection of a device is the one that is called.
        if (!save("location", "0x04")) { sl_reply_error(); exit; }
        xlog("L_NOTICE", "witness saved $fU port=$Rp\\n");
        exit;
    }
    if (is_method("INVITE|MESSAGE")) {
        route(AUTH);
        consume_credentials();
        remove_hf("Route");
        record_route();
        set_contact_alias();
    }
    if (!lookup("location")) { sl_send_reply("404", "Not Found"); exit; }
    route(RELAY);
    exit;
}

route[RELAY] {
    t_on_reply("REPLY");
    ${mediaRelay ? relayed : ''}
    if (!t_relay()) { sl_reply_error(); }
    exit;
}

onreply_route[REPLY] {
    if (is_method("INVITE") && status=~"[12][0-9][0-9]") { set_contact_alias(); }
    ${mediaRelay ? relayed : ''}
}

route[AUTH] {
    if ($au == $null) { auth_challenge("${domain}", "1"); exit; }
    $var(ha1) = "";
${accounts.map(accountLine).join('\n')}
    if ($var(ha1) == "" || !pv_auth_check("${domain}", "$var(ha1)", "1", "1")) {
        xlog("L_NOTICE", "witness unauthorized $fU port=$Rp\\n");
        auth_challenge("${domain}", "1");
        exit;
    }
}
`;

const modules = [
  ...['tls', 'jsonrpcs', 'kex', 'corex', 'tm', 'tmx', 'sl', 'rr', 'pv', 'maxfwd', 'usrloc', 'registrar', 'textops'],
  ...['textopsx', 'siputils', 'xlog', 'sanity', 'auth', 'nathelper', 'path'],
];

/** The relay's address and port go into each description: the offer's from the request, the answer's from the response. */
const relayed = 'if (has_body("application/sdp") || is_method("BYE")) { rtpproxy_manage("co"); }';

/** The password goes in as HA1 (RFC 2617 §3.2.2.2), so that no password needs quoting or stands in a file. */
function accountLine({ user, password }: LabAccount): string {
  if (!/^[\w.+-]{1,64}$/.test(user)) {
    throw new LabError('LAB_BAD_ACCOUNT', `"${user}" cannot be an account of the lab`, {
      hint: 'accepted: letters, digits and . _ + -, at most 64',
    });
  }
  const ha1 = createHash('md5').update(`${user}:${domain}:${password}`).digest('hex');
  return `    if ($au == "${user}") { $var(ha1) = "${ha1}"; }`;
}

function tlsConfig(settings: KamailioSettings): string {
  const fallback: Profile = {
    name: 'default',
    certificate: 'good',
    version: undefined,
    clientCertificate: undefined,
    http: undefined,
  };
  return [
    section('server:default', fallback, settings.folder),
    ...settings.listeners.map(({ inside, profile }) => section(`server:${text(inside)}`, profile, settings.folder)),
  ].join('\n');
}

function section(title: string, profile: Profile, folder: string): string {
  const { chain, key } = certificatePaths(folder, sipHost, profile.certificate);
  return [
    `[${title}]`,
    ...versionLines(profile),
    `certificate = ${chain}`,
    `private_key = ${key}`,
    ...(profile.clientCertificate
      ? [
          'verify_certificate = yes',
          `require_certificate = ${profile.clientCertificate === 'required' ? 'yes' : 'no'}`,
          `ca_list = ${deviceAnchorPath(folder)}`,
        ]
      : ['verify_certificate = no', 'require_certificate = no']),
    '',
  ].join('\n');
}

function versionLines({ version, suite }: Profile): string[] {
  if (suite) return ['method = TLSv1.2', `cipher_list = ${cipherList(pinnedSuites[suite])}`];
  switch (version) {
    case undefined:
      return ['method = TLSv1.2+'];
    case 'TLS 1.2':
      return ['method = TLSv1.2'];
    case 'TLS 1.3':
      // Kamailio 5.6 has no method for 1.3 alone. An RSA certificate cannot serve this 1.2 suite, so only 1.3 connects.
      return ['method = TLSv1.2+', 'cipher_list = ECDHE-ECDSA-AES256-GCM-SHA384'];
    default:
      return [`method = ${version.replace('TLS ', 'TLSv')}`, 'cipher_list = DEFAULT:@SECLEVEL=0'];
  }
}

const text = ({ host, port }: Address): string => `${host}:${port}`;
