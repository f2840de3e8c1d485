import type { Endpoint } from './call.ts';
import { generateLink, invite } from './endpoints/admin-links.ts';
import {
  adminCreateUser,
  adminDeleteUser,
  adminListUsers,
  adminReadUser,
  adminUpdateUser,
} from './endpoints/admin-users.ts';
import { recover, resend, sendMagicLink, sendOtp } from './endpoints/otp.ts';
import {
  findNoFactor,
  findNoFactorOf,
  listNoFactors,
  refuseCallback,
  refuseFactor,
  refuseLinking,
  refuseProvider,
  refuseSso,
} from './endpoints/refusals.ts';
import { signUp } from './endpoints/sign-up.ts';
import { grantToken } from './endpoints/token.ts';
import { logOut, readUser, reauthenticate, updateUser } from './endpoints/user.ts';
import { followLink, verify } from './endpoints/verify.ts';

type Methods = Partial<Record<string, Endpoint>>;

/** What answers at which path; `:id` stands for one part of it. */
const ROUTES: Record<string, Methods> = {
  '/signup': { POST: signUp },
  '/token': { POST: grantToken },
  '/otp': { POST: sendOtp },
  '/magiclink': { POST: sendMagicLink },
  '/recover': { POST: recover },
  '/resend': { POST: resend },
  '/verify': { GET: followLink, POST: verify },
  '/user': { GET: readUser, PUT: updateUser },
  '/user/identities/authorize': { GET: refuseLinking },
  '/user/identities/:id': { DELETE: refuseLinking },
  '/reauthenticate': { GET: reauthenticate },
  '/logout': { POST: logOut },
  '/invite': { POST: invite },
  '/admin/generate_link': { POST: generateLink },
  '/admin/users': { GET: adminListUsers, POST: adminCreateUser },
  '/admin/users/:id': { GET: adminReadUser, PUT: adminUpdateUser, DELETE: adminDeleteUser },
  '/admin/users/:id/factors': { GET: listNoFactors },
  '/admin/users/:id/factors/:id': { PUT: findNoFactorOf, DELETE: findNoFactorOf },
  '/factors': { POST: refuseFactor },
  '/factors/:id': { DELETE: findNoFactor },
  '/factors/:id/challenge': { POST: findNoFactor },
  '/factors/:id/verify': { POST: findNoFactor },
  '/authorize': { GET: refuseProvider },
  '/callback': { GET: refuseCallback, POST: refuseCallback },
  '/sso': { POST: refuseSso },
};

const PATTERNS = Object.entries(ROUTES).map(([path, methods]) => ({
  pattern: new RegExp(`^${path.replaceAll(':id', '[^/]+')}/?$`),
  methods,
}));

/** The endpoint for a request; undefined where there is no such path, null where it has no such method. */
export function findEndpoint(method: string, path: string): Endpoint | null | undefined {
  const route = PATTERNS.find(({ pattern }) => pattern.test(path));
  return route && (route.methods[method] ?? null);
}
