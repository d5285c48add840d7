/** What the first line of a SIP or HTTP message says it is. */

const token = "[A-Za-z0-9!#$%&'*+.^_`|~-]+";
const sipRequest = new RegExp(`^(${token}) \\S+ SIP/2\\.0$`);
const httpRequest = new RegExp(`^(${token}) \\S+ HTTP/\\d(?:\\.\\d)?$`);

/** `SIP REGISTER`, `SIP 401`, `HTTP GET`, `HTTP 200`, or `unknown`. */
export function messageKind(firstLine: string): string {
  const line = firstLine.trim();
  const sip = sipRequest.exec(line)?.[1] ?? /^SIP\/2\.0 (\d{3})\b/.exec(line)?.[1];
  if (sip) return `SIP ${sip}`;
  const http = httpRequest.exec(line)?.[1] ?? /^HTTP\/\d(?:\.\d)? (\d{3})\b/.exec(line)?.[1];
  return http ? `HTTP ${http}` : 'unknown';
}
