/** Flaw of the bundled endpoint → what it makes fail: the area sip. */
export const kills: Readonly<Record<string, readonly string[]>> = {
  // the connection to the server
  'opens-connection-for-each-call': ['CONN-02', 'CONN-02/PROXY'],
  'closes-connection-after-registration': ['CONN-02/IDLE'],
  'ignores-requests-of-the-server': ['CONN-03'],
  'registers-without-outbound': ['CONN-05'],
  'new-instance-at-reboot': ['CONN-06'],
  'sends-no-keep-alive': ['CONN-07'],
  'ignores-missing-pong': ['CONN-08'],
  'ignores-flow-timer': ['CONN-09'],
  'retries-at-constant-intervals': ['CONN-10'],
  'omits-content-length': ['CONN-15'],
  'takes-missing-content-length-for-zero': ['CONN-15/MISSING'],
  'refuses-long-messages': ['CONN-16'],
  'stalls-after-long-messages': ['CONN-16/ABOVE'],
  'repeats-lost-requests': ['CONN-20'],
};
