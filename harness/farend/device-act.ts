/** What the device is told to do in the middle of a call, by its driver. */
export type DeviceAct =
  | { method: 'hold'; held: boolean }
  | { method: 'dtmf'; digits: string }
  | { method: 'hangup' }
  /** Its connection to the server is reset. */
  | { method: 'lose-connection' };
