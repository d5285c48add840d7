/** Why a request is refused, in words for whoever reads the response (RFC 3261 §20.43). */

/** A whole header line. @param agent who warns; @param text any characters: those that cannot stand there become spaces. */
export const warningLine = (code: number, agent: string, text: string): string =>
  `Warning: ${code} ${agent.replace(/[^\w.-]/g, '') || 'device'} "${text.replace(/[^ !#-[\]-~]/g, ' ')}"`;
