import { useState } from 'react';
import { supabase } from './supabase.ts';

/** Signs in with Supabase Auth. */
export function SignIn() {
  const [problem, setProblem] = useState('');

  async function signIn(form: FormData) {
    const [email, password] = [String(form.get('email')), String(form.get('password'))];
    const { error } = await supabase.auth.signInWithPassword({ email, password });
    setProblem(error?.message ?? '');
  }

  return (
    <form action={signIn}>
      <label>
        Email <input name="email" type="email" autoComplete="username" required />
      </label>
      <label>
        Password <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <button>Sign in</button>
      <p role="alert">{problem}</p>
    </form>
  );
}
