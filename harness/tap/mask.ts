/**
 * Takes secrets out of text that goes into evidence: credentials, SRTP keys, private keys, and what configuration files
 * call a password. What stays is enough to read the message by.
 */
import { maskKeys } from '../wire/sdp/crypto-attribute.ts';

const mask = '***';

/** Names under which a value is a secret, in headers, forms, XML, JSON, YAML and key=value files. */
const secretName = String.raw`[\w.:-]{0,64}(?:passw(?:or)?d|passphrase|pwd|secret|api[_-]?key|access[_-]?token)[\w.:-]{0,64}`;

const rules: readonly [RegExp, string][] = [
  [/-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g, `-----BEGIN $1-----${mask}`],
  [/^((?:Proxy-)?Authorization[ \t]*:[ \t]*(?:Basic|Bearer|Negotiate|NTLM)[ \t]+)\S+/gim, `$1${mask}`],
  [/(\bresponse[ \t]*=[ \t]*)(?:"[^"\r\n]*"?|[^\s,"]+)/gi, `$1"${mask}"`],
  [/^((?:Set-)?Cookie[ \t]*:[ \t]*)[^\r\n]*/gim, `$1${mask}`],
  [/(\binline[ \t]*:[ \t]*)[^\s|;]+/gi, `$1${mask}`],
  [/^([ak]=(?:key-mgmt:\w+ |(?:clear|base64):))\S+/gim, `$1${mask}`],
  [/(\b[a-z][a-z0-9+.-]{0,20}:(?:\/\/)?[^\s:@/<>"]{1,128}:)[^\s@/<>"]{1,256}(@)/gi, `$1${mask}$2`],
  [new RegExp(String.raw`(<(${secretName})(?:\s[^>]*)?>)[^<]*`, 'gi'), `$1${mask}`],
  [new RegExp(String.raw`("${secretName}"\s*:\s*)(?:"(?:[^"\\]|\\.)*"?|[^\s,}"]+)`, 'gi'), `$1"${mask}"`],
  // A line of a configuration file holds one value, whatever is in it; elsewhere a separator ends the value.
  [new RegExp(String.raw`^([ \t]*${secretName}[ \t]*[=:][ \t]*)[^\r\n]+`, 'gim'), `$1${mask}`],
  [
    new RegExp(String.raw`(\b${secretName}[ \t]*[=:][ \t]*)(?:"[^"\r\n]*"?|'[^'\r\n]*'?|[^\s&;,<"']+)`, 'gi'),
    `$1${mask}`,
  ],
];

export function maskSecrets(text: string): string {
  return rules.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), maskKeys(text));
}
