/** What somebody sends who takes the TLS port for one in clear. */

/** @param host of the request's target */
export function clearRequest(protocol: 'sip' | 'http', host: string): Buffer {
  const lines =
    protocol === 'http'
      ? ['GET / HTTP/1.1', `Host: ${host}`, 'Connection: close']
      : [
          `OPTIONS sip:${host} SIP/2.0`,
          `Via: SIP/2.0/TCP ${host};branch=z9hG4bKclear;rport`,
          'Max-Forwards: 70',
          `From: <sip:survey@${host}>;tag=clear`,
          `To: <sip:${host}>`,
          'Call-ID: clear',
          'CSeq: 1 OPTIONS',
          'Content-Length: 0',
        ];
  return Buffer.from([...lines, '', ''].join('\r\n'), 'latin1');
}
