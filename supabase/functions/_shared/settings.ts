/** Where answers come from. */
export interface ModelSettings {
  /** Of an OpenAI-compatible API, `https://…/v1`. */
  url: string;
  key: string;
  model: string;
  /** So long the model may say nothing, milliseconds. */
  silence: number;
}

/** The model that the environment names; undefined: the built-in interviewer answers. */
export function modelSettings(): ModelSettings | undefined {
  const url = Deno.env.get('NALITY_MODEL_URL');
  if (!url) return undefined;
  const model = Deno.env.get('NALITY_MODEL');
  if (!model) throw new Error('NALITY_MODEL is not set: it names the model of NALITY_MODEL_URL.');
  const silence = numberOf('NALITY_MODEL_TIMEOUT', 60) * 1000;
  return { url, model, silence, key: Deno.env.get('NALITY_MODEL_KEY') ?? '' };
}

/** So many messages a minute are one person's. */
export function rateLimit(): number {
  return numberOf('NALITY_RATE_LIMIT', 20);
}

function numberOf(name: string, otherwise: number): number {
  const value = Number(Deno.env.get(name) ?? '');
  return value > 0 ? value : otherwise;
}
