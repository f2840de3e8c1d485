import type { Asked, Treatment } from '../../support/message-proxy.ts';
import type { FaultId } from '../catalogue.ts';
import type { Chance } from '../random.ts';

/** How one fault treats a request; undefined: not at all. `fired` is for those who only know afterwards. */
type RequestFault = (asked: Asked, chance: Chance, fired: () => void) => Treatment | undefined;

/** Faults of REST, request by request. */
export const REQUEST_FAULTS: Readonly<Partial<Record<FaultId, RequestFault>>> = {
  F1: (_asked, chance) => (chance.percent(70) ? { name: 'drop' } : undefined),
  F2: (asked, _chance, fired) =>
    isWrite(asked) ? { name: 'lose', onLost: ({ status }) => status === 200 && fired() } : undefined,
  F4: (asked) => (isWrite(asked) ? { name: 'twice' } : undefined),
  F5: (asked, chance) => (asked.method === 'POST' && chance.percent(70) ? { name: 'break' } : undefined),
  F22: (asked) => refusal(asked, 429, '', 'Too many requests', { 'retry-after': '1' }),
  F23: (asked, chance) => refusal(asked, chance.pick([500, 502, 503, 504, 520]), '', 'The server is unwell'),
  F24: (asked, chance) =>
    isWrite(asked) ? refusal(asked, 500, chance.pick(['40001', '40P01']), 'Try again') : undefined,
  F27: (asked) =>
    isWrite(asked)
      ? refusal(asked, 405, '25006', 'cannot execute INSERT in a read-only transaction')
      : undefined,
  F28: (asked) =>
    asked.path.includes('/rpc/') ? refusal(asked, 404, 'PGRST202', 'Could not find the function') : undefined,
};

/** Whether it is the one way for writes. */
function isWrite({ method, path }: Asked): boolean {
  return method === 'POST' && path.includes('/rpc/nality_apply_ops');
}

/** A refusal as PostgREST words it. A browser's question before the request is let pass. */
function refusal(
  { method }: Asked,
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Treatment | undefined {
  if (method === 'OPTIONS') return undefined;
  return { name: 'answer', status, headers, body: { code, message, details: null, hint: null } };
}
