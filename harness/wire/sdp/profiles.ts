/** Profiles of media lines, with feedback (RFC 4585, RFC 5124) or without. */
export const isSecureProfile = (profile: string): boolean => /^RTP\/SAVPF?$/i.test(profile);
export const isPlainProfile = (profile: string): boolean => /^RTP\/AVPF?$/i.test(profile);
