/** Of what lasts for a whole test. */
export const NEVER: AbortSignal = new AbortController().signal;
