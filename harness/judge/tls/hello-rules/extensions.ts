/** Rules on the extensions of a ClientHello and on its form. */
import type { ClientHelloFacts, Service } from '../../../evidence.ts';
import { isGreaseName } from '../../../wire/tls/registries/offer-grades.ts';
import { isAddress } from '../../trust/server-name.ts';
import {
  type Circumstances,
  has,
  type HelloRule,
  lacks,
  type NotAbout,
  real,
  with13,
  withBefore13,
  without13,
} from './rule.ts';

const absent = (extension: string): HelloRule => ({
  wants: `no ${extension} in any ClientHello`,
  broken: (hello) => (has(hello, extension) ? [`sends ${extension}`] : []),
});

/** RFC 8446 §4.1.2: one octet, null. */
const compresses = ({ compression }: ClientHelloFacts): string[] =>
  compression.filter((method) => method !== 0).map((method) => `offers compression ${method}`);

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');

function wrongName({ serverName }: ClientHelloFacts, { host }: Circumstances): string[] {
  if (serverName === null) return ['names no server'];
  if (isAddress(serverName)) return [`sends the address ${serverName} as server name`];
  return host === null || plain(serverName) === host ? [] : [`asks for ${serverName}, although told to reach ${host}`];
}

/** RFC 7301 §6 and IANA's registry "TLS ALPN Protocol IDs". */
const ownProtocols: Record<Service, RegExp> = { sip: /^sip\/2$/, provisioning: /^(http\/1\.[01]|h2|h3)$/ };

function foreignProtocols({ alpn }: ClientHelloFacts, { service }: Circumstances): string[] | NotAbout {
  if (alpn.length === 0) return { notAbout: 'no protocol is offered by ALPN' };
  if (service === null) return { notAbout: 'it is not known which protocol is spoken' };
  const own = ownProtocols[service];
  return real(alpn).some((protocol) => own.test(protocol)) ? [] : [`offers ${alpn.join(', ')} only`];
}

const repeated = (names: readonly string[]): string[] =>
  real(names).filter((name, index, all) => all.indexOf(name) < index);

/** Those of the list that are in the other one are in its order. */
function inOrderOf(all: readonly string[], some: readonly string[]): boolean {
  const places = some.map((name) => all.indexOf(name)).filter((place) => place >= 0);
  return places.every((place, index) => index === 0 || places[index - 1]! <= place);
}

/** RFC 8446 §4.2, §4.2.8, §4.2.11. */
function misshapen(hello: ClientHelloFacts): string[] {
  const { extensions, groups, keyShares } = hello;
  const psk = extensions.indexOf('pre_shared_key');
  return [
    ...repeated(extensions).map((name) => `sends ${name} twice`),
    ...(psk >= 0 && psk < extensions.length - 1 ? ['sends pre_shared_key before other extensions'] : []),
    ...repeated(keyShares).map((group) => `sends two key shares of ${group}`),
    ...real(keyShares)
      .filter((group) => !groups.includes(group))
      .map((group) => `sends a key share of ${group}, which it does not list`),
    ...(inOrderOf(groups, real(keyShares)) ? [] : ['sends its key shares in another order than their groups']),
    ...hello.unreadable.map((name) => `sends ${name} in another form than it has`),
  ];
}

/** RFC 8446 §9.2. A hello that rests on a pre-shared key alone needs neither. */
function missing(hello: ClientHelloFacts): string[] {
  const demanded = has(hello, 'pre_shared_key') ? [] : ['signature_algorithms', 'supported_groups'];
  const pair = ['supported_groups', 'key_share'];
  const paired = pair.some((name) => has(hello, name)) ? pair : [];
  return lacks(hello, ...new Set([...demanded, ...paired]));
}

export const extensionRules = {
  'extended-master-secret': {
    wants: 'extended_master_secret in every ClientHello that offers a version before TLS 1.3',
    broken: withBefore13((hello) => lacks(hello, 'extended_master_secret')),
  },
  'server-name-sent': {
    wants: 'a server name in every ClientHello to a server that is known by its name',
    broken: (hello, { host }) => {
      if (host === null || isAddress(host)) return { notAbout: 'the device was told to reach no name' };
      return hello.serverName === null ? ['names no server'] : [];
    },
  },
  'server-name-right': {
    wants: 'no other server name in any ClientHello than the one that the device was told to reach',
    broken: (hello, around) =>
      hello.serverName === null ? { notAbout: 'no server name is sent' } : wrongName(hello, around),
  },
  'server-name-of-domain': {
    wants: 'the SIP domain, and not the host behind its SRV record, as server name in every ClientHello',
    broken: wrongName,
  },
  'no-compression-with-tls13': {
    wants: 'no compression in any ClientHello that offers TLS 1.3',
    broken: with13(compresses),
  },
  'no-compression-without-tls13': {
    wants: 'no compression in any ClientHello without TLS 1.3',
    broken: without13(compresses),
  },
  'no-truncated-hmac': absent('truncated_hmac'),
  'no-heartbeat': absent('heartbeat'),
  'no-early-data': absent('early_data'),
  'no-psk-without-dhe': {
    wants: 'no pre-shared key without Diffie-Hellman in any ClientHello',
    broken: ({ pskModes }) => (pskModes.includes('psk_ke') ? ['offers psk_ke'] : []),
  },
  'own-protocol': {
    wants: 'the protocol of the service wherever ALPN is sent',
    broken: foreignProtocols,
  },
  'well-formed': {
    wants: 'extensions and key shares in the form and order that they must have, each once, in every ClientHello',
    broken: misshapen,
  },
  'mandatory-extensions': {
    wants: 'supported_groups, key_share and signature_algorithms in every ClientHello that offers TLS 1.3',
    broken: with13(missing),
  },
  'uncompressed-points': {
    wants: 'no point format but "uncompressed" in any ClientHello',
    broken: ({ pointFormats }) => {
      const others = (pointFormats ?? []).filter((format) => format !== 'uncompressed');
      return others.length > 0 ? [`lists ${others.join(', ')}`] : [];
    },
  },
  protocols: {
    wants: 'which protocols are offered by ALPN: recorded',
    tells: ({ alpn }) => (alpn.length > 0 ? alpn.join(', ') : 'no ALPN'),
  },
  'status-request': {
    wants: 'whether a stapled response is asked for: recorded',
    tells: (hello) =>
      ['status_request', 'status_request_v2'].filter((name) => has(hello, name)).join(', ') || 'no status_request',
  },
  grease: {
    wants: 'whether GREASE is sent: recorded',
    tells: ({ versions, suites, groups, extensions, signatureSchemes }) =>
      [...versions, ...suites, ...groups, ...extensions, ...signatureSchemes].some(isGreaseName)
        ? 'GREASE'
        : 'no GREASE',
  },
  size: {
    wants: 'size and padding: recorded',
    tells: ({ bytes, padding }) =>
      `${bytes > 1500 ? 'more than 1500 octets' : 'within 1500 octets'}${padding === null ? '' : ', padded'}`,
  },
  ja4: {
    wants: 'the fingerprint of the ClientHello (JA4): recorded',
    tells: ({ ja4 }) => ja4,
  },
} as const satisfies Record<string, HelloRule>;
