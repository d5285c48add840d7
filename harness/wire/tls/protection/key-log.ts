/** TLS secrets in the NSS key-log format: lines of label, client random and secret, both hexadecimal. */

/** The secrets of one connection by label (`CLIENT_RANDOM`, `CLIENT_HANDSHAKE_TRAFFIC_SECRET`, ...). */
export function secretsFor(keyLog: string, clientRandom: Buffer): Map<string, Buffer> {
  const secrets = new Map<string, Buffer>();
  for (const line of linesFor(keyLog, clientRandom)) {
    const [label, , secret] = line.split(/\s+/);
    if (label && secret && /^(?:[0-9a-f]{2})+$/i.test(secret)) secrets.set(label, Buffer.from(secret, 'hex'));
  }
  return secrets;
}

/** The lines of one connection. A key log of a whole run is searched, not parsed: it is long and asked often. */
export function linesFor(keyLog: string, clientRandom: Buffer): string[] {
  const lines = [];
  const wanted = clientRandom.toString('hex');
  for (let at = keyLog.indexOf(wanted); at >= 0; at = keyLog.indexOf(wanted, at + wanted.length)) {
    const end = keyLog.indexOf('\n', at);
    lines.push(keyLog.slice(keyLog.lastIndexOf('\n', at) + 1, end < 0 ? undefined : end).trim());
  }
  return lines;
}
