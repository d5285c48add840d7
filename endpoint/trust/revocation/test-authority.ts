/** Authorities for the tests of revocation: openssl makes their certificates, CRLs and OCSP responses. */
import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const DAY = 86_400_000;

/** `openssl req -newkey` options. */
const keys = {
  ec: ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  rsa: ['rsa:2048'],
  ed25519: ['ed25519'],
};

export interface IssuedCertificate {
  pem: string;
  keyPem: string;
  der: Buffer;
  /** File name of the PEM without its ending. */
  path: string;
  serial: string;
}

export interface AuthorityOptions {
  issuer?: TestAuthority;
  extensions?: string[];
  usage?: string;
  key?: keyof typeof keys;
  folder?: string;
}

/** Days from now as openssl takes a time. */
const time = (days: number): string => `${new Date(Date.now() + days * DAY).toISOString().replace(/\.\d+|[-:T]/g, '')}`;

const configuration = `
[ca]
default_ca = this
[this]
dir = .
database = index.txt
serial = serial
new_certs_dir = .
certificate = ca.pem
private_key = ca.key
default_md = default
unique_subject = no
policy = any
[any]
commonName = supplied
[req]
distinguished_name = name
[name]
`;

export const openssl = (folder: string, ...args: string[]): Buffer =>
  execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });

export class TestAuthority {
  readonly #folder: string;
  /** CRLs by what they were made from. */
  readonly #lists = new Map<string, Buffer>();
  readonly pem: string;

  /** Under `parent` / `cn`; self-signed where there is no issuer. `folder` tells authorities of one name apart. */
  constructor(
    parent: string,
    cn: string,
    { issuer, extensions = [], usage = 'keyCertSign,cRLSign', key = 'ec', folder = cn }: AuthorityOptions = {},
  ) {
    this.#folder = join(parent, folder);
    mkdirSync(this.#folder);
    writeFileSync(join(this.#folder, 'ca.cnf'), configuration);
    writeFileSync(join(this.#folder, 'index.txt'), '');
    writeFileSync(join(this.#folder, 'serial'), '1000\n');
    this.#makeRequest('ca', cn, key);
    const own = ['basicConstraints=critical,CA:TRUE', `keyUsage=critical,${usage}`, ...extensions];
    (issuer ?? this).#sign(join(this.#folder, 'ca'), own, issuer === undefined);
    this.pem = this.#read('ca.pem').toString();
  }

  /** A certificate for `host`, or whatever `extensions` in openssl's words make of it. */
  issue(name: string, extensions: string[]): IssuedCertificate {
    const path = join(this.#folder, name);
    this.#makeRequest(name, name, 'ec');
    this.#sign(path, extensions);
    const pem = this.#read(`${name}.pem`).toString();
    const { raw: der, serialNumber: serial } = new X509Certificate(pem);
    return { pem, keyPem: this.#read(`${name}.key`).toString(), der, path, serial };
  }

  revoke({ path }: Pick<IssuedCertificate, 'path'>, reason = 'keyCompromise'): void {
    openssl(this.#folder, 'ca', '-config', 'ca.cnf', '-revoke', `${path}.pem`, '-crl_reason', reason);
  }

  /** Revokes the authority `other`, which this one has issued. */
  revokeAuthority(other: TestAuthority): void {
    this.revoke({ path: join(other.#folder, 'ca') });
  }

  /** DER. `until`: days from now. `extensions`: of the CRL, in openssl's words. */
  crl({ until = 1, extensions = [] }: { until?: number; extensions?: string[] } = {}): Buffer {
    const lines = ['[list]', ...extensions, ''].join('\n');
    const recipe = [until, lines, this.#read('index.txt')].join();
    const known = this.#lists.get(recipe);
    if (known) return known;
    writeFileSync(join(this.#folder, 'list.cnf'), configuration + lines);
    const times = ['-crl_lastupdate', time(-2), '-crl_nextupdate', time(until)];
    const extra = extensions.length > 0 ? ['-crlexts', 'list'] : [];
    openssl(this.#folder, 'ca', '-config', 'list.cnf', '-gencrl', ...times, ...extra, '-out', 'list.pem');
    const list = openssl(this.#folder, 'crl', '-in', 'list.pem', '-outform', 'DER');
    this.#lists.set(recipe, list);
    return list;
  }

  /** The answer to the DER of an OCSPRequest. `signer`: a delegated responder. `forgets`: it knows no certificate. */
  respond(
    request: Buffer,
    {
      signer,
      forgets = false,
      minutes = 60,
      extra = [],
    }: { signer?: IssuedCertificate; forgets?: boolean; minutes?: number | null; extra?: string[] } = {},
  ): Buffer {
    writeFileSync(join(this.#folder, 'request.der'), request);
    writeFileSync(join(this.#folder, 'empty.txt'), '');
    const { path } = signer ?? { path: join(this.#folder, 'ca') };
    const by = ['-rsigner', `${path}.pem`, '-rkey', `${path}.key`];
    const span = minutes === null ? [] : ['-nmin', String(minutes)];
    const files = ['-reqin', 'request.der', '-respout', 'response.der'];
    const database = ['-index', forgets ? 'empty.txt' : 'index.txt', '-CA', 'ca.pem'];
    openssl(this.#folder, 'ocsp', ...database, ...by, ...files, ...span, ...extra);
    return this.#read('response.der');
  }

  /** openssl's own question about a certificate. `hash`: of the CertID. */
  request({ path }: IssuedCertificate, hash = 'sha1'): Buffer {
    const question = ['-issuer', 'ca.pem', `-${hash}`, '-cert', `${path}.pem`];
    openssl(this.#folder, 'ocsp', '-no_nonce', ...question, '-reqout', 'question.der');
    return this.#read('question.der');
  }

  #read(name: string): Buffer {
    return readFileSync(join(this.#folder, name));
  }

  #makeRequest(file: string, cn: string, key: keyof typeof keys): void {
    const options = ['-newkey', ...keys[key], '-nodes', '-keyout', `${file}.key`, '-out', `${file}.csr`];
    openssl(this.#folder, 'req', '-new', '-config', 'ca.cnf', ...options, '-subj', `/CN=${cn}`);
  }

  #sign(path: string, extensions: string[], self = false): void {
    writeFileSync(`${path}.ext`, `${extensions.join('\n')}\n`);
    const files = ['-in', `${path}.csr`, '-out', `${path}.pem`, '-extfile', `${path}.ext`, '-notext'];
    const validity = ['-startdate', time(-5), '-enddate', time(30)];
    openssl(this.#folder, 'ca', '-batch', '-config', 'ca.cnf', ...(self ? ['-selfsign'] : []), ...files, ...validity);
  }
}
