/** The keys of many calls, told without any of them. */
export interface KeySeriesFacts {
  /** From the device's side. */
  direction: 'outgoing' | 'incoming';
  /** Calls that were to be made, and those in which the device wrote a key. */
  asked: number;
  calls: number;
  keys: number;
  /** Told apart by their first 16 octets, over all suites. */
  distinct: number;
  /** Keys of the device that the far end had written. */
  ofFarEnd: number;
  suites: KeysOfSuite[];
}

export interface KeysOfSuite {
  suite: string;
  keys: number;
  distinctKeys: number;
  distinctSalts: number;
  /** Bits that are the same in every key and salt, at the same place. */
  constantBits: number;
  octets: number;
  /** How many values of an octet occur among them. */
  octetValues: number;
}
