/** What was done, and what was fetched, at the device's management interface. */

/** One request to the device's management interface. What the device said of it is no evidence for a pass. */
export interface Action {
  /** How many of `attempts` had ended before it: its place among them. */
  after: number;
  what:
    | 'trust.add'
    | 'trust.remove'
    | 'trust.list'
    | 'identity.set'
    | 'identity.restore'
    | 'reset'
    | 'clock'
    | 'validation'
    | 'transport'
    | 'restore';
  /** For the reader: `unknown-authority.pem (pem-crlf) into certs/trusted`. */
  about: string;
  /** `refused`: by the device, with its own words as reason. `failed`: it could not be done, the reason tells why. */
  said: 'done' | 'refused' | 'failed';
  reason?: string;
  /** Names, where the device was asked for a list. */
  listed?: string[];
  /** Of the device certificate that it puts in force; null where it can put none in force. */
  leafSha256?: string | null;
}

/** One thing that the device hands to whoever manages it: a configuration, a log, a support bundle. */
export interface Download {
  name: string;
  bytes: number;
  sha256: string;
  /** Private keys found in it, each in words; never the key itself. */
  privateKeys: string[];
  /** Keys of media found in it, in the same way; absent where the bench knew none. */
  mediaKeys?: string[];
}
