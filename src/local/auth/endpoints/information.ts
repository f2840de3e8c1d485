import { json } from '../../gateway/json.ts';
import { toJwks } from '../../signing-keys.ts';
import type { Service } from '../call.ts';

const PROVIDERS = [
  ...['apple', 'azure', 'bitbucket', 'discord', 'facebook', 'figma', 'fly', 'github', 'gitlab', 'google'],
  ...[
    'kakao',
    'keycloak',
    'linkedin',
    'linkedin_oidc',
    'notion',
    'slack',
    'slack_oidc',
    'snapchat',
    'spotify',
  ],
  ...['twitch', 'twitter', 'workos', 'x', 'zoom'],
];

/** `GET /settings`: which ways in there are. */
export function settings({ config }: Service): Response {
  const external = Object.fromEntries(PROVIDERS.map((name) => [name, false]));
  return json(200, {
    external: { anonymous_users: config.anonymous, ...external, email: config.email, phone: false },
    disable_signup: !config.signup,
    mailer_autoconfirm: !config.emailConfirmations,
    phone_autoconfirm: false,
    sms_provider: '',
    saml_enabled: false,
    passkeys_enabled: false,
  });
}

/** `GET /health` */
export function health(): Response {
  return json(200, {
    version: 'local',
    name: 'GoTrue',
    description: 'GoTrue is a user registration and authentication API',
  });
}

/** `GET /.well-known/jwks.json`: what verifies the tokens of people; nothing where the secret does. */
export function jwks({ keys }: Service): Response {
  return json(200, toJwks(keys.signingKeys), { 'cache-control': 'public, max-age=600' });
}
