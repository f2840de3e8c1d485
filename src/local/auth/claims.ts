import { decodeJwt } from 'jose';
import { signToken } from '../gateway/token.ts';
import type { User } from './users.ts';

/** A session in the form in which GoTrue hands it out. */
export interface Session {
  access_token: string;
  user: User;
}

/** Signs the access token anew with all the claims of GoTrue's; `method` is how the person signed in. */
export async function completeToken(
  session: Session,
  issuer: string,
  method: string,
  jwtSecret: string,
): Promise<string> {
  const claims = decodeJwt(session.access_token);
  const { user } = session;
  return signToken(
    {
      ...claims,
      iss: issuer,
      email: user.email,
      phone: user.phone,
      app_metadata: user.app_metadata,
      user_metadata: user.user_metadata,
      aal: 'aal1',
      amr: [{ method, timestamp: claims.iat }],
      is_anonymous: user.is_anonymous,
    },
    jwtSecret,
  );
}
