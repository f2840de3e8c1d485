import type { Mail } from './mailbox.ts';

/** On what occasion a mail is written; the name is that of its link's `type` as well. */
export type Occasion = 'signup' | 'magiclink' | 'recovery' | 'invite' | 'email_change' | 'reauthentication';

interface Wording {
  subject: string;
  wish: string;
  otherwise: string;
}

const NOT_ME = 'If this was not you, there is nothing to do: without the link nothing happens.';

const WORDINGS: Record<Occasion, Wording> = {
  signup: {
    subject: 'Confirm Your Email',
    wish: 'Welcome! Please confirm that this address is yours.',
    otherwise: NOT_ME,
  },
  magiclink: {
    subject: 'Your Magic Link',
    wish: 'Here is your link to sign in.',
    otherwise: NOT_ME,
  },
  recovery: {
    subject: 'Reset Your Password',
    wish: 'Here is your link to choose a new password.',
    otherwise: NOT_ME,
  },
  invite: {
    subject: 'You have been invited',
    wish: 'You have been invited. Please follow the link to accept; we look forward to you.',
    otherwise: 'If you would rather not, there is nothing to do.',
  },
  email_change: {
    subject: 'Confirm Email Change',
    wish: 'Please confirm the change of your e-mail address.',
    otherwise: NOT_ME,
  },
  reauthentication: {
    subject: 'Confirm reauthentication',
    wish: 'Please confirm that it is you.',
    otherwise: 'If you did not ask for this, please change your password.',
  },
};

/** Writes the mail for the occasion: plain text, with the code and, where there is one, the link. */
export function writeMail(occasion: Occasion, to: string, token: string, link?: string): Mail {
  const { subject, wish, otherwise } = WORDINGS[occasion];
  const code = link === undefined ? `Your code: ${token}` : `${link}\n\nOr enter this code: ${token}`;
  return { to, subject, text: `Hello,\n\n${wish}\n\n${code}\n\n${otherwise}\n`, token, link };
}

/** The link that a mail offers; an address that has parameters of its own is escaped. */
export function actionLink(issuer: string, tokenHash: string, type: Occasion, redirectTo: string): string {
  const target = /[&=#]/.test(redirectTo) ? encodeURIComponent(redirectTo) : redirectTo;
  return `${issuer}/verify?token=${encodeURIComponent(tokenHash)}&type=${type}&redirect_to=${target}`;
}
