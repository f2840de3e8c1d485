import { json } from '../../gateway/json.ts';
import type { Call } from '../call.ts';
import { requirePerson } from '../caller.ts';
import { AuthError, invalid } from '../errors.ts';
import { loadSubject } from './admin-users.ts';

/** The issuers of the providers whose tokens GoTrue would take if they were enabled. */
const ISSUERS = new Map<string, string>([
  ['apple', 'https://appleid.apple.com'],
  ['google', 'https://accounts.google.com'],
  ['azure', 'https://login.microsoftonline.com/common/v2.0'],
  ['facebook', 'https://www.facebook.com'],
  ['kakao', 'https://kauth.kakao.com'],
]);

const FACTORS = new Map<string, [code: string, name: string]>([
  ['totp', ['mfa_totp_enroll_not_enabled', 'TOTP']],
  ['phone', ['mfa_phone_enroll_not_enabled', 'Phone']],
  ['webauthn', ['mfa_webauthn_enroll_not_enabled', 'WebAuthn']],
]);

/** `GET /authorize`: no provider is enabled here. */
export async function refuseProvider(call: Call): Promise<never> {
  const provider = call.url.searchParams.get('provider') ?? '';
  const isKnown = ISSUERS.has(provider) || /^(?:[a-z]+(?:_oidc)?)$/.test(provider);
  throw invalid(
    isKnown
      ? 'Unsupported provider: provider is not enabled'
      : `Unsupported provider: Provider ${provider} could not be found`,
  );
}

/** `GET /callback` */
export async function refuseCallback(): Promise<never> {
  throw new AuthError(400, 'bad_oauth_callback', 'OAuth state parameter missing');
}

/** `POST /token?grant_type=id_token` */
export async function refuseIdToken({ body }: Call): Promise<Response> {
  if (!body.text('id_token')) return oauthError('id_token required');
  const provider = body.text('provider');
  if (!provider && !(body.text('client_id') && body.text('issuer'))) {
    return oauthError('provider or client_id and issuer required');
  }
  const issuer = ISSUERS.get(provider);
  if (!issuer) throw invalid(`Custom OIDC provider "${provider || body.text('issuer')}" not allowed`);
  throw new AuthError(400, 'provider_disabled', `Provider (issuer "${issuer}") is not enabled`);
}

function oauthError(description: string): Response {
  return json(400, { error: 'invalid request', error_description: description });
}

/** `POST /token?grant_type=web3` */
export async function refuseWeb3({ body }: Call): Promise<never> {
  const chain = body.text('chain');
  if (chain !== 'solana' && chain !== 'ethereum') {
    throw new AuthError(400, 'web3_unsupported_chain', 'Unsupported chain');
  }
  throw new AuthError(422, 'web3_provider_disabled', 'Web3 provider is disabled');
}

/** `POST /sso` */
export async function refuseSso(): Promise<never> {
  throw new AuthError(404, 'saml_provider_disabled', 'SAML 2.0 is disabled');
}

/** `/user/identities` */
export async function refuseLinking(call: Call): Promise<never> {
  await requirePerson(call);
  throw new AuthError(404, 'manual_linking_disabled', 'Manual linking is disabled');
}

/** `POST /factors` */
export async function refuseFactor(call: Call): Promise<never> {
  const { user } = await requirePerson(call);
  if (user.is_anonymous) {
    const message = 'Anonymous user not allowed to perform these actions';
    throw new AuthError(403, 'no_authorization', message);
  }
  const factor = FACTORS.get(call.body.text('factor_type'));
  if (!factor) throw invalid('factor_type needs to be totp, phone, or webauthn');
  throw new AuthError(422, factor[0], `MFA enroll is disabled for ${factor[1]}`);
}

/** `/factors/:id…`: nobody has any. */
export async function findNoFactor(call: Call): Promise<never> {
  await requirePerson(call);
  throw noFactor();
}

/** `GET /admin/users/:id/factors` */
export async function listNoFactors(call: Call): Promise<Response> {
  await loadSubject(call);
  return json(200, []);
}

/** `/admin/users/:id/factors/:id` */
export async function findNoFactorOf(call: Call): Promise<never> {
  await loadSubject(call);
  throw noFactor();
}

function noFactor(): AuthError {
  return new AuthError(404, 'mfa_factor_not_found', 'Factor not found');
}
