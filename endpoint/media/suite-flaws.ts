/** Flaws: what the device does wrongly with SRTP suites and keys. */
export const suiteFlaws = {
  'wrong-srtp-key': 'encrypts media with another key than it offered',
  // what it writes
  'repeats-crypto-tags': 'gives every crypto line of an offer the same tag',
  'writes-zeros-before-tags': 'writes its crypto tags with a leading zero',
  'swaps-suite-names': 'writes AES_CM_256 for AES_256_CM, and knows the suite by that name alone',
  'cuts-own-keys': 'writes keys of 30 octets whatever the suite',
  'leaves-out-key-padding': 'writes its keys without base64 padding',
  // what it takes
  'answers-every-crypto-line': 'answers with all the crypto lines of the offer that it can use',
  'answers-first-tag': 'gives the crypto line of its answer the tag 1, whatever the tag of the line that it took',
  'repeats-offered-key': 'answers with the key of the offer',
  'prefers-own-order': 'takes the offered suite that it likes best, not the one that comes first',
  'lacks-gcm': 'offers and takes no suite of AES-GCM',
  // how its keys are made
  'keeps-its-keys': 'uses one key for all its calls',
  'keeps-its-salts': 'uses one master salt for all its calls',
  'makes-printable-keys': 'makes its keys of letters and digits',
  'counts-its-keys': 'makes its keys by counting',
  'tells-media-keys': 'tells the keys of its calls in what it says of them',
  // what it does with packets
  'sends-other-tags': 'sends SRTP with tags of another length than that of the suite',
  'sends-short-control-tags': 'sends SRTCP with tags of 32 bits under the suites whose SRTP has them',
  'derives-with-short-keys': 'derives the session keys of AES-256 from half of the master key',
  'one-key-for-all-streams': 'takes every audio stream of an offer, all under one key',
  'adds-key-identifier': 'puts an MKI into its packets that its own crypto line does not have',
  'omits-key-identifier': 'leaves the MKI out of its packets that its own crypto line has',
  'outlives-own-key': 'sends packets under a key of its own that has protected as many as it may',
  'plays-past-key-lifetime': 'plays packets under a key that has protected as many as it may',
  'counts-gcm-from-zero': 'leaves the roll-over counter and the sequence number out of the IV of AES-GCM',
} as const satisfies Record<string, string>;
