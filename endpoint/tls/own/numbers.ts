/** Numbers of the registries of TLS that the device's own client knows. */

export const extension = {
  serverName: 0,
  statusRequest: 5,
  supportedGroups: 10,
  pointFormats: 11,
  signatureAlgorithms: 13,
  protocols: 16,
  padding: 21,
  extendedMasterSecret: 23,
  preSharedKey: 41,
  earlyData: 42,
  supportedVersions: 43,
  cookie: 44,
  pskModes: 45,
  keyShare: 51,
  renegotiationInfo: 0xff01,
} as const;

export const message = {
  helloRequest: 0,
  clientHello: 1,
  serverHello: 2,
  newSessionTicket: 4,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
  certificateStatus: 22,
  keyUpdate: 24,
} as const;

export const ssl3 = 0x0300;
/** RFC 5746 §3.3. */
export const renegotiationSignal = 0x00ff;
/** RFC 7507 §2. */
export const fallbackSignal = 0x5600;
/** RFC 8701 §2: 0x0A0A, 0x1A1A and so on. */
export const isGrease = (number: number): boolean => (number & 0x0f0f) === 0x0a0a && number >> 8 === (number & 0xff);
