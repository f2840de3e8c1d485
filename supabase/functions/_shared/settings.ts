/** Where answers come from. */
export interface ModelSettings {
  /** Of an OpenAI-compatible API, `https://…/v1`. */
  url: string;
  key: string;
  model: string;
  /** So long the model may say nothing, however often it is asked, milliseconds. */
  silence: number;
  /** So long an answer may take, milliseconds. */
  whole: number;
}

/** A page calls an answer interrupted of which nothing has come for so long; seconds. */
const SILENCE = 30;
/** Supabase lets a request take 150 seconds. */
const WHOLE = 120;

/** The model that the environment names; undefined: the built-in interviewer answers. */
export function modelSettings(): ModelSettings | undefined {
  const url = Deno.env.get('NALITY_MODEL_URL');
  if (!url) return undefined;
  const model = Deno.env.get('NALITY_MODEL');
  if (!model) throw new Error('NALITY_MODEL is not set: it names the model of NALITY_MODEL_URL.');
  const silence = numberOf('NALITY_MODEL_TIMEOUT', SILENCE) * 1000;
  const whole = numberOf('NALITY_MODEL_LIMIT', WHOLE) * 1000;
  return { url, model, silence, whole, key: Deno.env.get('NALITY_MODEL_KEY') ?? '' };
}

/** So many messages a minute are one person's. */
export function rateLimit(): number {
  return numberOf('NALITY_RATE_LIMIT', 20);
}

function numberOf(name: string, otherwise: number): number {
  const value = Number(Deno.env.get(name) ?? '');
  return value > 0 ? value : otherwise;
}
