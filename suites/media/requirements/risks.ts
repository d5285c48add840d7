/** What goes wrong for a person, where requirements of several groups have it in common. */
export const heardDespiteEncryption = 'anyone on the path hears the call although the device was told to encrypt it';
export const understoodDifferently =
  'the two sides understand different things, and the call is silent or under a key that nobody agreed on';
export const failsWithHonestPeers = 'calls with honest peers fail, and somebody turns encryption off to make them work';
