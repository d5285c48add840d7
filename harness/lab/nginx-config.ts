/**
 * nginx's configuration: the HTTPS provisioning server, one `server` per TLS profile. Everything is written out, because
 * nginx 1.22 has no TLS 1.3 in its default and resumption would hide the certificate of a later attempt.
 */
import { LabError } from '../errors.ts';
import type { Pki } from '../pki/pki.ts';
import { provisioningHost, type Address, type LabOptions, type ProvisioningFile } from './lab.ts';
import { cipherList, pinnedGroups, pinnedSuites } from './pinned-suites.ts';
import type { Profile } from './profiles.ts';
import type { GeneratedFiles, ServerListener } from './server-listener.ts';
import { dhGroupPem } from './dh-group.ts';
import { certificateFiles, certificatePaths, deviceAnchorPath } from './server-certificates.ts';

export interface NginxSettings {
  folder: string;
  pki: Pki;
  listeners: readonly ServerListener[];
  files: readonly ProvisioningFile[];
  credentials: LabOptions['credentials'];
  /** Where `redirect-to-http` sends the device, by the name of the provisioning host. */
  clearHttp: Address;
  /** Whether nginx starts as root: its workers then stay root as well, because the lab's folder is root's alone. */
  asRoot: boolean;
}

export function nginxFiles(settings: NginxSettings): GeneratedFiles {
  const { username, password } = settings.credentials;
  if (!/^[^:\s\p{Cc}]{1,64}$/u.test(username) || /[\r\n]/.test(password)) {
    throw new LabError('LAB_BAD_CREDENTIALS', `"${username}" and its password cannot be served by nginx`, {
      hint: 'accepted: a user name without colon and blanks, a password of one line',
    });
  }
  return {
    'nginx.conf': mainConfig(settings),
    'nginx-dh-group.pem': dhGroupPem(),
    'nginx-users': `${username}:{PLAIN}${password}\n`,
    ...Object.fromEntries(settings.files.map(({ path, body }) => [`files${checked(path)}`, body])),
    ...certificateFiles(settings, provisioningHost),
  };
}

export const nginxArguments = (folder: string): string[] => [
  '-p',
  folder,
  '-c',
  `${folder}/nginx.conf`,
  '-e',
  'stderr',
];

const mainConfig = ({
  folder,
  listeners,
  clearHttp,
  asRoot,
}: NginxSettings): string => `${asRoot ? 'user root root;\n' : ''}daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr info;
events { worker_connections 512; }
http {
    log_format witness 'witness $remote_addr:$remote_port port=$server_port tls=$ssl_protocol cipher=$ssl_cipher sni=$ssl_server_name verified=$ssl_client_verify subject="$ssl_client_s_dn" "$request" $status';
    access_log /dev/stderr witness;
    client_body_temp_path ${folder}/tmp-body;
    proxy_temp_path ${folder}/tmp-proxy;
    fastcgi_temp_path ${folder}/tmp-fastcgi;
    uwsgi_temp_path ${folder}/tmp-uwsgi;
    scgi_temp_path ${folder}/tmp-scgi;
    server_tokens off;
    server_names_hash_bucket_size 128;
    default_type text/plain;
    root ${folder}/files;
    ssl_session_cache none;
    ssl_session_tickets off;
    ssl_protocols TLSv1.2 TLSv1.3;
${listeners.map((listener) => server(listener, folder, clearHttp)).join('')}}
`;

function server({ inside, profile }: ServerListener, folder: string, clearHttp: Address): string {
  const { chain, key } = certificatePaths(folder, provisioningHost, profile.certificate);
  const lines = [
    `listen ${inside.host}:${inside.port} ssl;`,
    `server_name ${provisioningHost};`,
    `ssl_certificate ${chain};`,
    `ssl_certificate_key ${key};`,
    ...versionLines(profile.version),
    ...pinLines(profile, folder),
    ...(profile.clientCertificate
      ? [
          `ssl_verify_client ${profile.clientCertificate === 'required' ? 'on' : 'optional'};`,
          `ssl_client_certificate ${deviceAnchorPath(folder)};`,
          'ssl_verify_depth 5;',
        ]
      : []),
    ...(profile.http === 'basic' ? ['auth_basic "provisioning";', `auth_basic_user_file ${folder}/nginx-users;`] : []),
    // A location, because at the level of the server a return would come before the client certificate is demanded.
    ...(profile.http === 'redirect-to-http'
      ? [`location / { return 302 http://${provisioningHost}:${clearHttp.port}$request_uri; }`]
      : []),
  ];
  return `    server {\n${lines.map((line) => `        ${line}\n`).join('')}    }\n`;
}

function versionLines(version: Profile['version']): string[] {
  if (!version) return [];
  const protocols = `ssl_protocols ${version === 'TLS 1.0' ? 'TLSv1' : version.replace('TLS ', 'TLSv')};`;
  const weak = version === 'TLS 1.0' || version === 'TLS 1.1';
  return weak ? [protocols, 'ssl_ciphers DEFAULT:@SECLEVEL=0;'] : [protocols];
}

function pinLines({ suite, group }: Profile, folder: string): string[] {
  const lines = group ? [`ssl_ecdh_curve ${pinnedGroups[group]};`] : [];
  if (!suite) return lines;
  const facts = pinnedSuites[suite];
  if (facts.version === 'TLS 1.3') return [...lines, `ssl_conf_command Ciphersuites ${facts.openssl};`];
  return [
    ...lines,
    `ssl_ciphers ${cipherList(facts)};`,
    ...(facts.finiteField ? [`ssl_dhparam ${folder}/nginx-dh-group.pem;`] : []),
  ];
}

function checked(path: string): string {
  const rooted = path.startsWith('/') ? path : `/${path}`;
  if (!/^(\/[\w.-]+)+$/.test(rooted) || rooted.split('/').some((part) => part === '.' || part === '..')) {
    throw new LabError('LAB_BAD_FILE', `"${path}" cannot be a provisioning file`, {
      hint: 'accepted: an absolute path of letters, digits and . _ -, for instance /000413aabbcc.cfg',
    });
  }
  return rooted;
}
