/** The settings pages as data: what is on which, under the words of the product's documents. */
import { fieldAt } from '../../settings/change.ts';
import type { Settings } from '../../settings/settings.ts';
import { z } from 'zod';

export interface Field {
  /** Dotted path in the settings. */
  path: string;
  label: string;
  kind: 'text' | 'number' | 'select' | 'switch' | 'password' | 'table';
  help?: string;
  /** Where the help ends in a link to the File Manager. */
  helpLinksFiles?: boolean;
  /** Words for the values of a select, where they are not the values themselves. */
  words?: Record<string, string>;
}

export interface Form {
  title: string;
  url: string;
  main: string;
  sections: { title: string; fields: Field[] }[];
  /** What saving does, after "They take effect when saved". */
  effect: string;
  registersAgain: boolean;
  /** A second button, with the address it posts to. */
  action?: { url: string; label: string };
}

const authorities =
  'Checked against the authorities from the factory. To trust others, upload a Base64 X.509 file (.pem, .cer, .crt) to certs/trusted in';

const again = '; the device registers again';

export const forms: readonly Form[] = [
  {
    title: 'Basic Settings',
    url: '/basic',
    main: '/basic',
    effect: again,
    registersAgain: true,
    sections: [
      {
        title: 'Account',
        fields: [
          { path: 'account.domain', label: 'SIP Domain', kind: 'text', help: 'The server’s certificate must name it.' },
          { path: 'account.user', label: 'Extension', kind: 'text', help: 'Also the name for authentication.' },
          { path: 'account.password', label: 'Authentication Password', kind: 'password' },
          {
            path: 'account.realm',
            label: 'Authentication Realm',
            kind: 'text',
            help: 'Empty: that of the SIP domain.',
          },
          { path: 'account.displayName', label: 'Display Name', kind: 'text' },
        ],
      },
    ],
  },
  {
    title: 'Network',
    url: '/advanced/network',
    main: '/advanced',
    effect: again,
    registersAgain: true,
    sections: [
      {
        title: 'Names',
        fields: [
          {
            path: 'network.dnsServer',
            label: 'DNS Server',
            kind: 'text',
            help: 'Address and port, such as 192.0.2.53:53. Empty: the system’s.',
          },
          {
            path: 'network.hosts',
            label: 'Hosts',
            kind: 'table',
            help: 'One name and its address per line. Asked before DNS.',
          },
        ],
      },
      {
        title: 'TLS',
        fields: [
          {
            path: 'tls.revocation',
            label: 'Certificate Revocation',
            kind: 'select',
            words: { off: 'Off', soft: 'Soft', hard: 'Hard' },
            help: 'Soft: a certificate whose status nobody tells is accepted. Hard: it is refused.',
          },
          {
            path: 'tls.maxChainDepth',
            label: 'Maximum Chain Depth',
            kind: 'number',
            help: 'Authorities above a server’s certificate, the trusted one counted.',
          },
        ],
      },
    ],
  },
  {
    title: 'Provisioning',
    url: '/advanced/provisioning',
    main: '/advanced',
    effect: '. The next download uses them',
    registersAgain: false,
    action: { url: '/actions/provision', label: 'Download now' },
    sections: [
      {
        title: 'Settings',
        fields: [
          {
            path: 'provisioning.url',
            label: 'Static Server',
            kind: 'text',
            help: 'A URL. One that ends in / has the file <MAC>.cfg appended. Empty: no provisioning.',
          },
          {
            path: 'provisioning.validateServerCertificate',
            label: 'Validate Server Certificate',
            kind: 'switch',
            help: authorities,
            helpLinksFiles: true,
          },
          { path: 'provisioning.authUserName', label: 'Auth User Name', kind: 'text' },
          { path: 'provisioning.authPassword', label: 'Auth Password', kind: 'password' },
        ],
      },
    ],
  },
  {
    title: 'Advanced Audio',
    url: '/advanced/audio',
    main: '/advanced',
    effect: ' and concern calls from then on',
    registersAgain: false,
    sections: [
      {
        title: 'Calls',
        fields: [
          {
            path: 'audio.mode',
            label: 'Media Mode',
            kind: 'select',
            words: { tone: 'Tone', echo: 'Echo', sink: 'Sink' },
            help: 'Tone: sends a tone. Echo: sends back what it hears. Sink: listens only.',
          },
          { path: 'audio.toneHz', label: 'Tone (Hz)', kind: 'number' },
          { path: 'audio.answerAutomatically', label: 'Auto Answer', kind: 'switch' },
          { path: 'audio.reportIntervalMs', label: 'RTCP Interval (ms)', kind: 'number' },
          {
            path: 'audio.idleSeconds',
            label: 'Idle Limit (seconds)',
            kind: 'number',
            help: 'A call in which nothing comes for so long is ended. 0: none is.',
          },
          {
            path: 'audio.firstSequence',
            label: 'First Sequence Number',
            kind: 'number',
            help: 'Where the RTP of a call begins, for tests. -1: by chance, as it has to be.',
          },
        ],
      },
    ],
  },
  {
    title: 'Advanced SIP',
    url: '/advanced/sip',
    main: '/advanced',
    effect: again,
    registersAgain: true,
    sections: [
      {
        title: 'General',
        fields: [
          {
            path: 'sip.transportation',
            label: 'SIP Transportation',
            kind: 'select',
            help: 'TLS encrypts the signalling. Over TCP it is readable on the way, and calls are not encrypted. UDP is not supported.',
          },
          {
            path: 'sip.validateServerCertificate',
            label: 'Validate Server Certificate',
            kind: 'switch',
            help: authorities,
            helpLinksFiles: true,
          },
          {
            path: 'sip.minimumTlsVersion',
            label: 'Minimum TLS Version',
            kind: 'select',
            words: { 'TLSv1.2': 'TLS 1.2', 'TLSv1.3': 'TLS 1.3' },
          },
          {
            path: 'sip.allowWildcard',
            label: 'Wildcard Names',
            kind: 'switch',
            help: 'Whether *.example.com counts for sip.example.com. RFC 5922 forbids it.',
          },
          {
            path: 'sip.allowCommonName',
            label: 'Common Name',
            kind: 'switch',
            help: 'Whether the CN counts where a certificate names nothing else.',
          },
          {
            path: 'sip.outboundProxy',
            label: 'Outbound Proxy',
            kind: 'text',
            help: 'Where to connect. Empty: the SIP domain.',
          },
          {
            path: 'sip.locate',
            label: 'Server Lookup',
            kind: 'select',
            words: { host: 'Host name', srv: 'NAPTR and SRV records' },
            help: 'How the SIP domain leads to its server where there is no outbound proxy.',
          },
          { path: 'sip.port', label: 'Server Port', kind: 'number' },
          {
            path: 'sip.scheme',
            label: 'URI Scheme',
            kind: 'select',
            help: 'Of the account. With sips the device takes calls to sips: alone, with sip those to sip:.',
          },
          { path: 'sip.registerPeriod', label: 'Register Period (seconds)', kind: 'number' },
          {
            path: 'sip.keepAliveInterval',
            label: 'Keep-Alive Interval (seconds)',
            kind: 'number',
            help: 'Where the server asks for no other.',
          },
          {
            path: 'sip.retryInterval',
            label: 'Retry Interval (seconds)',
            kind: 'number',
            help: 'The first wait after a failure is once to twice as long, each further one up to twice the last.',
          },
        ],
      },
      {
        title: 'Incoming connections',
        fields: [
          {
            path: 'listener.enabled',
            label: 'SIP over TLS Listener',
            kind: 'switch',
            help: 'Shows the device’s own certificate to whoever connects.',
          },
          { path: 'listener.address', label: 'Listener Address', kind: 'text', help: 'Which of the device’s own.' },
          {
            path: 'listener.port',
            label: 'Listener Port',
            kind: 'number',
            help: '0: any that is free; Status shows it.',
          },
          {
            path: 'listener.requireClientCertificate',
            label: 'Client Certificate',
            kind: 'select',
            words: { off: 'Not asked for', optional: 'Optional', required: 'Required' },
            help: 'Checked against the same authorities as servers are.',
          },
        ],
      },
      {
        title: 'SRTP',
        fields: [
          {
            path: 'srtp.sdpSrtpOffer',
            label: 'SDP SRTP Offer',
            kind: 'select',
            help: 'Standard: calls without encryption are rejected. Optional: they go on unencrypted.',
          },
          { path: 'srtp.cryptoSuite', label: 'SDP SRTP Offer Crypto Suite', kind: 'select' },
          {
            path: 'srtp.keyLifetime',
            label: 'Key Lifetime (packets)',
            kind: 'number',
            help: 'Calls end before a key has protected more packets. 0: no lifetime is announced.',
          },
        ],
      },
    ],
  },
];

export const fieldsOf = (form: Form): Field[] => form.sections.flatMap((section) => section.fields);

export function valueAt(settings: Settings, path: string): unknown {
  return path.split('.').reduce<unknown>((value, step) => (value as Record<string, unknown>)[step], settings);
}

/** The value as its control shows it; a password shows nothing. */
export function shown(settings: Settings, { path, kind }: Field): string {
  const value = valueAt(settings, path);
  if (kind === 'password') return '';
  if (kind === 'switch') return value === true ? 'Enabled' : 'Disabled';
  if (kind === 'table')
    return Object.entries(value as Record<string, string>)
      .map((pair) => pair.join(' '))
      .join('\n');
  return String(value);
}

export function choices(path: string): string[] {
  const schema = fieldAt(path.split('.'));
  return schema instanceof z.ZodEnum ? schema.options.map(String) : [];
}

/** The setting that a control's text stands for; text that makes no sense is handed on, for the schema to refuse. */
export function parsed({ kind }: Field, text: string): unknown {
  const trimmed = text.trim();
  if (kind === 'password') return text === '' ? undefined : text;
  if (kind === 'number') return trimmed === '' ? Number.NaN : Number(trimmed);
  if (kind === 'switch') return trimmed === 'Enabled' ? true : trimmed === 'Disabled' ? false : trimmed;
  if (kind !== 'table') return trimmed;
  const lines = trimmed.split(/\r?\n/).filter((line) => line.trim() !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [name = '', address = ''] = line.trim().split(/[\s=]+/);
      return [name, address];
    }),
  );
}
